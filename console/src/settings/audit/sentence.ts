import type { components } from "../../api/schema";
import { whoDid } from "../../session/who";

export type AuditEntry = components["schemas"]["AuditEntryListAnswer"]["data"][number];

/** A piece of a sentence: our own words, or untrusted text. */
export type Piece = string | { text: string };

const settingNames: Record<string, string> = {
  name: "name",
  ladders: "ladders",
  timeZone: "time zone",
  businessHours: "business hours",
  retentionDays: "retention",
  types: "event types",
  incidents: "incidents",
  aliases: "names",
  groups: "groups",
  archived: "archive",
  links: "links",
};

/** Describes an entry. Shows an unknown action as it is, so that none is hidden. */
export function sentenceOf(entry: AuditEntry): readonly Piece[] {
  return [doer(entry), " ", ...deed(entry), "."];
}

/** A person who left has a name only in entries about themselves. */
function doer({ by, byName, target, details }: AuditEntry): Piece {
  if (by.startsWith("person:")) return { text: byName ?? ((by === target && textOf(details.name)) || "A former member") };
  if (by.startsWith("key:") && byName) return { text: `The key ${byName}` };
  const who = whoDid(by);
  return who.charAt(0).toUpperCase() + who.slice(1);
}

function deed({ action, by, target, details }: AuditEntry): readonly Piece[] {
  const [name, role, scope] = [{ text: textOf(details.name) }, textOf(details.role), textOf(details.scope)];
  switch (action) {
    case "key.issued":
      return [
        "created the key ",
        name,
        ` (${scope})`,
        textOf(details.expiresAt) && `, which expires on ${textOf(details.expiresAt).slice(0, 10)}`,
      ];
    case "key.revoked":
      return ["revoked the key ", name, ` (${scope})`];
    case "settings.changed":
      return ["changed the settings", members(details.members)];
    case "context.changed":
      return [`saved revision ${String(details.revision)} of the business context`];
    case "invitation.made":
      return [`invited someone as ${role}`];
    case "invitation.revoked":
      return [`revoked an invitation as ${role}`];
    case "invitation.accepted":
      return [`accepted an invitation as ${role}`];
    case "person.joined":
      return [`joined as ${role}`];
    case "person.role":
      return by === target
        ? [`changed their own role from ${textOf(details.from)} to ${textOf(details.to)}`]
        : ["changed the role of ", name, ` from ${textOf(details.from)} to ${textOf(details.to)}`];
    case "person.removed":
      return by === target ? [`left (${role})`] : ["removed ", name, ` (${role})`];
    case "event.deleted":
      return [
        "deleted the event ",
        { text: target ?? "" },
        " of ",
        { text: textOf(details.source) },
        ": ",
        { text: textOf(details.reason) },
      ];
    case "demo.removed":
      return ["removed the demo events"];
    case "sign-in-link.made":
      return ["created a sign-in link for the owner"];
    default:
      return [
        "did ",
        { text: action },
        ...(target ? [" to ", { text: target }] : []),
        ...(Object.keys(details).length > 0 ? [": ", { text: JSON.stringify(details) }] : []),
      ];
  }
}

function members(changed: unknown): string {
  if (!Array.isArray(changed) || changed.length === 0) return "";
  return `: ${changed.map((one) => settingNames[String(one)] ?? String(one)).join(", ")}`;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");
