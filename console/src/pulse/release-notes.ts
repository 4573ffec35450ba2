import type { Event } from "../api/client";
import type { components } from "../api/schema";
import { type Cell, environmentName, type Grid } from "../cell/shape";
import { descriptionOf } from "../event/description";
import { markdownText } from "../event/markdown";
import { kindInWords } from "../event/meaning";
import { nameParts, shortVersion } from "../event/name-parts";
import { shortTime } from "../ui/when";
import type { Zone } from "../ui/zone";
import type { Range } from "./shape";
import { rangeInWords } from "./words";

export type ListedIncident = components["schemas"]["Incident"];

/** An event of a list with `include=meaning`. */
export type MeantEvent = Event & { opstrails?: { kind: string; phase: string | null; outcome: string | null; moves: boolean } };

/** What a range is told from. */
export interface Material {
  range: Range;
  before: Grid;
  after: Grid;
  /** Newest first. */
  events: readonly MeantEvent[];
  /** Whether there are more events than these. */
  hasMore: boolean;
  incidents: readonly ListedIncident[];
}

/** A system whose version is another one after the range. */
export interface VersionChange {
  source: string;
  subject: string | null;
  from: string | null;
  to: string | null;
}

export interface Notes {
  versions: VersionChange[];
  /** Changes that moved no version, oldest first. */
  others: MeantEvent[];
  incidents: readonly ListedIncident[];
  hasMore: boolean;
}

const notChanges = new Set(["incident", "freeze", "maintenance", "pipeline"]);

export function notesOf({ range, before, after, events, hasMore, incidents }: Material): Notes {
  const earlier = cellsBy(before);
  const versions: VersionChange[] = [];
  for (const [key, cell] of cellsBy(after)) {
    if (!range.subjects.includes(cell.subject)) continue;
    const from = earlier.get(key)?.version ?? null;
    if (from !== cell.version) versions.push({ source: cell.source, subject: cell.subject, from, to: cell.version });
  }
  const order = (subject: string | null) => range.subjects.indexOf(subject);
  versions.sort(
    (one, other) =>
      order(one.subject) - order(other.subject) || nameParts(one.source).own.localeCompare(nameParts(other.source).own),
  );
  return {
    versions,
    others: events.filter(isOther).reverse(),
    incidents: [...incidents].sort((one, other) => Date.parse(one.opened) - Date.parse(other.opened)),
    hasMore,
  };
}

/** A change that no version tells of: it moved none, or failed. */
function isOther({ opstrails }: MeantEvent): boolean {
  if (!opstrails) return true;
  const { kind, phase, moves } = opstrails;
  return !moves && !notChanges.has(kind) && (phase === null || phase === "finished");
}

function cellsBy(grid: Grid): Map<string, Cell & { source: string }> {
  return new Map(
    grid.rows.flatMap(({ source, cells }) => cells.map((cell) => [JSON.stringify([source, cell.subject]), { ...cell, source }] as const)),
  );
}

/** "Failed", "Config change": the first words of a line. */
export function changeInWords({ opstrails, type }: MeantEvent): string {
  if (!opstrails || opstrails.kind === "other") return type;
  const words = kindInWords(opstrails.kind);
  const failed = opstrails.outcome === "failed" || opstrails.outcome === "cancelled" ? ` ${opstrails.outcome}` : "";
  return words[0]!.toUpperCase() + words.slice(1) + failed;
}

/** The notes as Markdown. */
export function markdownOf(notes: Notes, range: Range, zone: Zone): string {
  const lines = [`# What changed ${rangeInWords(range.from, range.to)}`, ""];
  const several = range.subjects.length > 1;
  lines.push(range.subjects.map((subject) => markdownText(environmentName(subject))).join(", "), "");
  const where = (subject: string | null) => (several ? ` in ${markdownText(environmentName(subject))}` : "");
  if (notes.versions.length > 0) {
    lines.push("## Versions", "");
    for (const subject of range.subjects) {
      const own = notes.versions.filter((version) => version.subject === subject);
      if (own.length === 0) continue;
      if (several) lines.push(`### ${markdownText(environmentName(subject))}`, "");
      for (const { source, from, to } of own)
        lines.push(`- **${markdownText(nameParts(source).own)}** ${versionText(from)} → ${versionText(to)}`);
      lines.push("");
    }
  }
  if (notes.incidents.length > 0) {
    lines.push("## Incidents", "");
    for (const incident of notes.incidents) {
      const name = [incident.number ?? incident.ref, incident.severity].filter(Boolean).join(" ");
      const end = incident.resolved ? `, resolved ${shortTime(Date.parse(incident.resolved), zone).slice(0, 16)}` : ", not resolved";
      const opened = shortTime(Date.parse(incident.opened), zone).slice(0, 16);
      lines.push(
        `- **${markdownText(name)}** ${markdownText(nameParts(incident.source).own)}${where(incident.subject)}, opened ${opened}${end}` +
          (incident.description ? `: ${markdownText(incident.description)}` : ""),
      );
    }
    lines.push("");
  }
  if (notes.others.length > 0) {
    lines.push("## Other changes", "");
    for (const event of notes.others) {
      const description = descriptionOf(event);
      const version = event.version ? ` ${markdownText(shortVersion(event.version))}` : "";
      lines.push(
        `- ${shortTime(Date.parse(event.time), zone).slice(0, 16)} ${markdownText(changeInWords(event))}${version} ` +
          `**${markdownText(nameParts(event.source).own)}**${where(event.subject)}${description ? `: ${markdownText(description)}` : ""}`,
      );
    }
    lines.push("");
  }
  if (notes.versions.length + notes.incidents.length + notes.others.length === 0) lines.push("Nothing changed.", "");
  if (notes.hasMore) lines.push("Only the newest events were read.", "");
  return lines.join("\n");
}

export const versionText = (version: string | null) => (version === null ? "none" : markdownText(shortVersion(version)));
