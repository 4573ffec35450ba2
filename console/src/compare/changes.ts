import { api, type Event, get } from "../api/client";
import { environmentName, type Diff } from "../cell/shape";
import { descriptionOf } from "../event/description";
import { markdownCode, markdownText } from "../event/markdown";
import { shortVersion } from "../event/name-parts";
import { countsAs } from "../names/known";
import { changeInWords, namesOf, stateInWords } from "./sides";

type Source = Diff["sources"][number];

/** What brought the two sides of a system apart. */
export interface SystemChange {
  source: string;
  before: string | null;
  after: string | null;
  /** Newest first. */
  events: readonly Event[];
}

export interface Changes {
  systems: readonly SystemChange[];
  /** False when there were too many events to read all. */
  isWhole: boolean;
}

/** An event with what it means. */
type Meant = Event & { opstrails?: { moves?: boolean } };

const pageSize = "100";
const maxPages = 5;
const maxSpan = 92 * 86_400_000;

export const isPast = ({ from, to }: Diff) => from.subject === to.subject;

/** The side with the newer version of a system, and the other one. */
function leadOf(diff: Diff, source: Source): { lead: Diff["from"]; other: Diff["from"]; after: Source["from"]; before: Source["from"] } {
  const forward =
    (isPast(diff) && diff.from.at <= diff.to.at) || (!isPast(diff) && (source.state === "behind" || source.state === "onlyThere"));
  return forward
    ? { lead: diff.to, other: diff.from, after: source.to, before: source.from }
    : { lead: diff.from, other: diff.to, after: source.from, before: source.to };
}

const versionOf = (side: Source["from"]) => side?.version ?? null;

/**
 * Picks the events that made the difference: of one environment those between its moments; of two environments those that brought the
 * newer side beyond the version of the other one.
 */
export function changesOf(diff: Diff, events: readonly Event[]): SystemChange[] {
  return diff.sources
    .filter((source) => source.state !== "same")
    .map((source) => {
      const { lead, other, after, before } = leadOf(diff, source);
      const own = events.filter((event) => {
        const place = countsAs(event);
        return place.source === source.source && place.subject === lead.subject && event.time <= lead.at;
      });
      const version = versionOf(before);
      const reached = own.find((event) => version !== null && event.version === version)?.time ?? before?.versionEvent?.time ?? "";
      const since = isPast(diff) ? other.at : reached;
      return { source: source.source, before: version, after: versionOf(after), events: own.filter((event) => event.time > since) };
    });
}

/** Loads what changed in between: a few pages at most, and no more than three months. */
export async function readChanges(diff: Diff): Promise<Changes> {
  const different = diff.sources.filter((source) => source.state !== "same");
  if (different.length === 0) return { systems: [], isWhole: true };
  const end = [diff.from.at, diff.to.at].reduce((one, other) => (one > other ? one : other));
  const starts = isPast(diff)
    ? [diff.from.at, diff.to.at]
    : different.map((source) => leadOf(diff, source).before?.versionEvent?.time ?? "").filter((time) => time !== "");
  const earliest = new Date(Date.parse(end) - maxSpan).toISOString();
  const wanted = starts.reduce((one, other) => (one < other ? one : other), end);
  const start = wanted < earliest ? earliest : wanted;
  const subjects = [...new Set(different.map((source) => leadOf(diff, source).lead.subject ?? ""))];
  const found: Meant[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < maxPages; page++) {
    const query = {
      subject: subjects,
      from: start,
      // The end is exclusive.
      to: new Date(Date.parse(end) + 1).toISOString(),
      include: ["meaning" as const],
      limit: pageSize,
      ...(cursor !== null && { cursor }),
    };
    const answer: { data: Event[]; nextCursor: string | null } = await get(api.GET("/api/v1/events", { params: { query } }));
    found.push(...(answer.data as Meant[]));
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return {
    systems: changesOf(
      diff,
      found.filter((event) => event.opstrails?.moves !== false),
    ),
    isWhole: cursor === null && start === wanted,
  };
}

const actorOf = (event: Event) => {
  const data = event.data as { actor?: unknown; author?: unknown } | null;
  const actor = data?.actor ?? data?.author;
  return typeof actor === "string" ? actor : "";
};

/** Writes the changes as release notes. */
export function changesInMarkdown(diff: Diff, { systems, isWhole }: Changes, addressOf: (event: Event) => string): string {
  const names = namesOf(diff);
  const title = isPast(diff)
    ? `What changed in ${markdownText(environmentName(diff.from.subject))}`
    : `${markdownText(names.from)} compared with ${markdownText(names.to)}`;
  const version = (text: string | null) => (text === null ? "none" : markdownCode(shortVersion(text)));
  const states = new Map(diff.sources.map((source) => [source.source, source.state]));
  const lines = systems.map(({ source, before, after, events }) => {
    const state = states.get(source) ?? "";
    const words = isPast(diff) ? changeInWords(diff.from.at <= diff.to.at ? state : "") : stateInWords(state, names);
    const more = words === "unknown" ? "" : `, ${markdownText(words)}`;
    return [
      `- **${markdownText(source)}** ${version(before)} → ${version(after)}${more}`,
      ...events.map((event) => {
        const [by, about] = [actorOf(event), descriptionOf(event)];
        const what = `${markdownText(event.type)}${event.version === null ? "" : ` ${markdownText(shortVersion(event.version))}`}`;
        return `  - ${event.time} [${what}](${addressOf(event)})${by && ` by ${markdownText(by)}`}${about && `: ${markdownText(about)}`}`;
      }),
    ].join("\n");
  });
  return [
    `## ${title}`,
    `${markdownText(names.from)} at ${diff.from.at}, ${markdownText(names.to)} at ${diff.to.at}.`,
    lines.length === 0 ? "No differences." : lines.join("\n"),
    ...(isWhole ? [] : ["Too many events to list. The earliest are missing."]),
  ].join("\n\n");
}
