import { isAtLeast, type Role, roles } from "../../session/roles";

interface Member {
  id: string;
  role: string;
}

/** Whether a control is shown, and why it is disabled. The server enforces the same rules. */
export type Right = { kind: "allowed" } | { kind: "hidden" } | { kind: "off"; reason: string };

const allowed: Right = { kind: "allowed" };
const hidden: Right = { kind: "hidden" };

export const isLastOwner = (person: Member, all: readonly Member[]) =>
  person.role === "OWNER" && all.filter((other) => other.role === "OWNER").length === 1;

const onlyOwner = (isMe: boolean): Right => ({
  kind: "off",
  reason: isMe
    ? "You're the only owner. Make someone else an owner first."
    : "This is the only owner. Someone else has to become an owner first.",
});

function beyond(mine: string | undefined, person: Member): Right | null {
  return person.role === "OWNER" && mine !== "OWNER" ? { kind: "off", reason: "Only owners can change or remove owners." } : null;
}

export function mayChangeRole(mine: string | undefined, person: Member, all: readonly Member[]): Right {
  if (!isAtLeast(mine, "ADMIN")) return hidden;
  if (isLastOwner(person, all)) return onlyOwner(mine === "OWNER");
  return beyond(mine, person) ?? allowed;
}

/** Anyone can leave. Admins and owners can remove others. */
export function mayRemove(me: { id: string; role: string } | undefined, person: Member, all: readonly Member[]): Right {
  const isMe = me?.id === person.id;
  if (!isMe && !isAtLeast(me?.role, "ADMIN")) return hidden;
  if (isLastOwner(person, all)) return onlyOwner(isMe);
  return beyond(me?.role, person) ?? allowed;
}

/** The roles that you can assign. */
export function rolesToGive(mine: string | undefined): readonly Role[] {
  if (!isAtLeast(mine, "ADMIN")) return [];
  return mine === "OWNER" ? roles : roles.filter((role) => role !== "OWNER");
}

/** Whether a role change takes rights away. */
export const lowers = (from: string, to: string) => !isAtLeast(to, from as Role);
