/** Roles, each of which includes the ones before it. */
export const roles = ["VIEWER", "MEMBER", "ADMIN", "OWNER"] as const;

export type Role = (typeof roles)[number];

export function isAtLeast(role: string | undefined, least: Role): boolean {
  return roles.indexOf(role as Role) >= roles.indexOf(least);
}
