import { expect, it } from "vitest";
import { invitationEnd, invitationState } from "./invitation-state";

const now = Date.parse("2026-11-23T09:00:00.000Z");
const invitation = { acceptedAt: null, revokedAt: null, expiresAt: "2026-11-30T09:00:00.000Z" };

it.each([
  [{}, "open"],
  [{ expiresAt: "2026-11-23T09:00:00.000Z" }, "expired"],
  [{ revokedAt: "2026-11-22T09:00:00.000Z", expiresAt: "2026-11-22T10:00:00.000Z" }, "revoked"],
  [{ acceptedAt: "2026-11-22T09:00:00.000Z", expiresAt: "2026-11-22T10:00:00.000Z" }, "accepted"],
])("an invitation with %o is %s", (of, state) => {
  expect(invitationState({ ...invitation, ...of }, now)).toBe(state);
});

it("expires within the limit", () => {
  expect(invitationEnd(30, new Date(now))).toBe("2026-12-23T08:59:00.000Z");
});
