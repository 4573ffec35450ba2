/** Roles, each of which includes the ones before it. */
export const roles = ["VIEWER", "MEMBER", "ADMIN", "OWNER"] as const;

export type Role = (typeof roles)[number];

export function isAtLeast(role: string | undefined, least: Role): boolean {
  return roles.indexOf(role as Role) >= roles.indexOf(least);
}

const words: Record<Role, { label: string; about: string }> = {
  VIEWER: { label: "Viewer", about: "looks at everything." },
  MEMBER: { label: "Member", about: "looks, records events and saves filters." },
  ADMIN: { label: "Admin", about: "that, and changes settings, keys, the business context and who is in the team." },
  OWNER: { label: "Owner", about: "that, and makes and removes owners." },
};

/** A role in words; one that is not known here by its name. */
export function roleWords(role: string): { label: string; about: string } {
  return roles.includes(role as Role) ? words[role as Role] : { label: role, about: "a role that this page does not know." };
}
