import { isAtLeast } from "./roles";
import { session } from "./session";

// The server enforces permissions. These only hide what it would refuse, and follow changes of the role.

/** Whether you can change settings and keys. */
export const mayAdminister = () => isAtLeast(session.value?.role, "ADMIN");

/** Whether you can record events and save filters. */
export const mayRecord = () => isAtLeast(session.value?.role, "MEMBER");
