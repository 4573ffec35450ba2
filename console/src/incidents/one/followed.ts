import { rollbackKind } from "../../event/meaning";
import type { Incident } from "../suspicion";
import { inWords } from "../span";
import { keyOf, type MeantEvent } from "../picture/changes";
import type { Lane } from "../picture/lanes";

/** Something that followed the opening. */
export interface Step {
  key: string;
  at: number;
  kind: "acknowledged" | "update" | "rolledBack" | "version" | "resolved";
  /** Of a version or a rollback. */
  version: string | null;
  /** The version that a rollback took back. */
  before: string | null;
  /** Where, when it isn't the environment of the incident. */
  subject: string | null;
  text: string;
  event: { id: string; source: string };
}

const updates: Record<string, Step["kind"]> = { acknowledged: "acknowledged", resolved: "resolved" };

/** What followed the opening, oldest first: the incident's own events, rollbacks, and versions of the system in any environment. */
export function followedOf(incident: Incident, later: readonly MeantEvent[], lanes: readonly Lane[] = []): Step[] {
  const opened = Date.parse(incident.opened);
  const own = (incident.events ?? [])
    .filter((event) => event.phase !== "opened")
    .map((event): Step => {
      const kind = updates[event.phase ?? ""] ?? "update";
      // An update says what it is by its description; the others say it by their kind.
      const text = event.description === incident.description ? "" : (event.description ?? "");
      return { key: `own ${event.ref}`, at: Date.parse(event.time), kind, version: null, before: null, subject: null, text, event };
    });
  const drawnBars = lanes.flatMap((lane) => lane.bars.map((bar, i) => ({ lane, bar, before: lane.bars[i - 1] })));
  const bars = new Map(drawnBars.map((drawn) => [drawn.bar.change?.key, drawn]));
  const arrivals = later
    .filter((event) => Date.parse(event.time) > opened)
    .map((event): Step => {
      const isHere = event.subject === incident.subject;
      const drawn = bars.get(keyOf(event));
      return {
        key: `later ${event.source} ${event.id}`,
        at: Date.parse(event.time),
        kind: event.opstrails?.kind === rollbackKind ? "rolledBack" : "version",
        version: event.version ?? drawn?.bar.version ?? null,
        before: drawn?.before?.version ?? null,
        subject: isHere ? null : (drawn?.lane.subject ?? event.subject),
        text: "",
        event,
      };
    });
  return [...own, ...arrivals].sort((one, other) => one.at - other.at);
}

/** How long the incident lasted: "restored in 22 min 37 s", "open for 18 min", "not closed". */
export function lastedInWords(incident: Incident, end: number): string {
  const lasted = inWords(end - Date.parse(incident.opened), 2);
  if (incident.resolved !== null) return `restored in ${lasted}`;
  return incident.state === "notClosed" ? "not closed" : `open for ${lasted}`;
}
