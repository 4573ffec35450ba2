import { describe, expect, it } from "vitest";
import { type AuditEntry, sentenceOf } from "./sentence";

const said = (of: Partial<AuditEntry>) =>
  sentenceOf({
    id: "1",
    at: "2026-11-23T09:00:00.000Z",
    by: "person:p1",
    byName: "Ada",
    action: "key.issued",
    target: null,
    details: {},
    ...of,
  })
    .map((piece) => (typeof piece === "string" ? piece : piece.text))
    .join("");

describe("the audit list", () => {
  it.each<[Partial<AuditEntry>, string]>([
    [{ action: "key.issued", details: { name: "ci", scope: "READ_WRITE", expiresAt: null } }, "Ada created the key ci (READ_WRITE)."],
    [
      { action: "key.issued", details: { name: "ci", scope: "READ_ONLY", expiresAt: "2027-01-01T00:00:00.000Z" } },
      "Ada created the key ci (READ_ONLY), which expires on 2027-01-01.",
    ],
    [{ action: "key.revoked", details: { name: "ci", scope: "ADMIN" } }, "Ada revoked the key ci (ADMIN)."],
    [
      { action: "settings.changed", details: { members: ["name", "businessHours"], revision: 2 } },
      "Ada changed the settings: name, business hours.",
    ],
    [{ action: "settings.changed", details: {} }, "Ada changed the settings."],
    [
      { action: "event.deleted", target: "e1", details: { source: "BE", reason: "personal data" } },
      "Ada deleted the event e1 of BE: personal data.",
    ],
    [{ action: "demo.removed" }, "Ada removed the demo events."],
    [{ action: "context.changed", details: { revision: 3 } }, "Ada saved revision 3 of the business context."],
    [{ action: "invitation.made", details: { role: "MEMBER" } }, "Ada invited someone as MEMBER."],
    [{ action: "invitation.revoked", details: { role: "MEMBER" } }, "Ada revoked an invitation as MEMBER."],
    [{ action: "invitation.accepted", details: { role: "MEMBER" } }, "Ada accepted an invitation as MEMBER."],
    [{ action: "person.joined", target: "person:p1", details: { name: "Ada", role: "OWNER" } }, "Ada joined as OWNER."],
    [
      { action: "person.role", target: "person:p2", details: { name: "Bob", from: "MEMBER", to: "ADMIN" } },
      "Ada changed the role of Bob from MEMBER to ADMIN.",
    ],
    [
      { action: "person.role", target: "person:p1", details: { name: "Ada", from: "OWNER", to: "ADMIN" } },
      "Ada changed their own role from OWNER to ADMIN.",
    ],
    [{ action: "person.removed", target: "person:p2", details: { name: "Bob", role: "VIEWER" } }, "Ada removed Bob (VIEWER)."],
    [{ action: "sign-in-link.made", by: "setup-token", byName: null }, "The setup token created a sign-in link for the owner."],
  ])("%o reads as %s", (entry, sentence) => {
    expect(said(entry)).toBe(sentence);
  });

  it.each<[Partial<AuditEntry>, string]>([
    [{ byName: null, action: "person.removed", target: "person:p1", details: { name: "Ada", role: "VIEWER" } }, "Ada left (VIEWER)."],
    [
      { byName: null, action: "person.removed", target: "person:p2", details: { name: "Bob", role: "VIEWER" } },
      "A former member removed Bob (VIEWER).",
    ],
    [
      { by: "key:k1", byName: "ci", action: "context.changed", details: { revision: 1 } },
      "The key ci saved revision 1 of the business context.",
    ],
    [
      { by: "key:k1", byName: null, action: "context.changed", details: { revision: 1 } },
      "Key k1 saved revision 1 of the business context.",
    ],
    [
      { by: "first-start", byName: null, action: "context.changed", details: { revision: 1 } },
      "The first start saved revision 1 of the business context.",
    ],
  ])("names the actor of %o: %s", (entry, sentence) => {
    expect(said(entry)).toBe(sentence);
  });

  it("shows an unknown action as it is", () => {
    expect(said({ action: "event.erased", target: "event:e1", details: { reason: "secret" } })).toBe(
      'Ada did event.erased to event:e1: {"reason":"secret"}.',
    );
    expect(said({ action: "event.erased" })).toBe("Ada did event.erased.");
  });

  it("separates names from its own words", () => {
    const pieces = sentenceOf({
      id: "1",
      at: "",
      by: "person:p1",
      byName: "<b>",
      action: "key.revoked",
      target: null,
      details: { name: "x (ADMIN)", scope: "READ_ONLY" },
    });

    expect(pieces.filter((piece) => typeof piece !== "string")).toEqual([{ text: "<b>" }, { text: "x (ADMIN)" }]);
  });
});
