import { isAtLeast } from "./roles";
import { session } from "./session";

// The server decides; these only spare a refusal. They follow the session, so a control goes when the role does.

/** Whether the person who is signed in may change settings and keys. */
export const mayAdminister = () => isAtLeast(session.value?.role, "ADMIN");

/** Whether the person who is signed in may record events and save filters. */
export const mayRecord = () => isAtLeast(session.value?.role, "MEMBER");
