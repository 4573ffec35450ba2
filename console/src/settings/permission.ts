import { session } from "../session";

/** Whether the person who is signed in may change settings and keys. The server decides; this only spares a refusal. */
export function mayAdminister(): boolean {
  const role = session.value?.role;
  return role === "OWNER" || role === "ADMIN";
}
