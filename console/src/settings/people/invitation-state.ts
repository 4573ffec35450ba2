import type { components } from "../../api/schema";

export type Invitation = components["schemas"]["InvitationListAnswer"]["data"][number];

export type InvitationState = "open" | "accepted" | "revoked" | "expired";

export function invitationState(invitation: Pick<Invitation, "acceptedAt" | "revokedAt" | "expiresAt">, now: number): InvitationState {
  if (invitation.acceptedAt) return "accepted";
  if (invitation.revokedAt) return "revoked";
  return Date.parse(invitation.expiresAt) <= now ? "expired" : "open";
}

export const lifetimes = [
  { days: 1, label: "1 day" },
  { days: 7, label: "7 days" },
  { days: 30, label: "30 days" },
] as const;

/** The expiry for the API. One minute early, because the server checks the limit by its own clock. */
export function invitationEnd(days: number, now: Date): string {
  return new Date(now.getTime() + days * 86_400_000 - 60_000).toISOString();
}
