/** Roles from lowest to highest. Each includes the previous ones. */
export const roles = ["VIEWER", "MEMBER", "ADMIN", "OWNER"] as const;

export type Role = (typeof roles)[number];

export function isAtLeast(role: string | undefined, least: Role): boolean {
  return roles.indexOf(role as Role) >= roles.indexOf(least);
}

const words: Record<Role, { label: string; may: string }> = {
  VIEWER: { label: "Viewer", may: "view everything" },
  MEMBER: { label: "Member", may: "view everything, record events and save filters" },
  ADMIN: { label: "Admin", may: "do what members can, and change settings, keys, the business context and the team" },
  OWNER: { label: "Owner", may: "do what admins can, and add and remove owners" },
};

/** Describes a role. A role this version doesn't know is shown by its name. */
export function roleWords(role: string): { label: string; may: string } {
  return roles.includes(role as Role) ? words[role as Role] : { label: role, may: "do what this version of the console doesn't know" };
}
