import { rollbackKind } from "../../event/meaning";
import { nameParts, shortVersion } from "../../event/name-parts";
import { plain } from "../../event/event-text";
import { kindInWords } from "../../event/meaning";
import type { Incident } from "../suspicion";
import type { Zone } from "../../ui/zone";
import { clock, distance } from "../span";
import type { Change } from "./changes";
import type { Bar } from "./lanes";

/** The short name of a system, for places without room for its owner. */
export const systemLabel = (source: string) => plain(nameParts(source).own);

export const versionLabel = (version: string) => plain(shortVersion(version));

const verbs: Record<string, string> = { deployment: "deployed", release: "released", migration: "migrated", rollback: "rolled back" };

/** What a change did: "deployed", "deployment failed", "feature flag", "rolled back". */
export function verbOf(change: Pick<Change, "kind" | "phase" | "outcome" | "event">): string {
  const { kind, phase, outcome } = change;
  const noun = kind === "other" ? plain(change.event.type) : kindInWords(kind);
  if (outcome === "failed" || outcome === "cancelled") return `${noun} ${outcome}`;
  if (phase === "started" || phase === "queued") return `${noun} ${phase}`;
  const verb = verbs[kind];
  if (verb) return verb;
  return phase === null || phase === "finished" ? noun : `${noun} ${phase}`;
}

/** Who did it, where the event says it. */
export function actorOf(change: Pick<Change, "event">): string {
  const actor = (change.event.data as { actor?: unknown } | null)?.actor;
  return typeof actor === "string" ? actor : "";
}

/** A change in one sentence, as screen readers say it. */
export function changeInWords(change: Change, incident: Incident, zone: Zone, running: string | null = null): string {
  const version = change.event.version ?? running;
  const verb = change.kind === rollbackKind && change.moves ? "rolled back to" : verbOf(change);
  const what = version === null ? verbOf(change) : `${verb} ${versionLabel(version)}`;
  const isSuspect = change.strength === "strong" || change.strength === "possible";
  const suspect = change.isFirst ? "first suspect" : isSuspect ? `${change.strength} suspect` : "";
  return [
    clock(change.at, zone),
    `${systemLabel(change.place.source)}${change.place.subject === null ? "" : ` in ${plain(change.place.subject)}`}`,
    what,
    change.event.severity ?? "",
    distance(change.at, Date.parse(incident.opened)),
    suspect,
  ]
    .filter(Boolean)
    .join(", ");
}

export const barTitle = ({ version }: Bar, source: string) =>
  `${systemLabel(source)} ${version === null ? "unknown version" : plain(version)}`;
