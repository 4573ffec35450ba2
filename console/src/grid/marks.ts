import { type Cell, type Column, type Diff, environmentName, type Incident, placeKey, type ProvingEvent } from "../cell/shape";
import { shortVersion } from "../event/name-parts";
import type { Zone } from "../ui/zone";
import { failureInWords, progressInWords } from "./attempts";
import { incidentInWords } from "./incidents";

export type MarkKind = "incident" | "deploying" | "failed" | "changed" | "behind" | "ahead" | "skipped" | "rolledBack";

/** Something notable about a cell, with events as evidence. */
export interface Mark {
  kind: MarkKind;
  /** One line, also for screen readers. */
  says: string;
  events: readonly ProvingEvent[];
  /** The ref of the event that opened the incident. */
  opening?: string;
  incident?: Incident;
}

const hour = 3_600_000;

/** The marks that follow from the cell alone. */
export function ownMarks(cell: Cell, at: string, zone: Zone): Mark[] {
  const marks: Mark[] = [];
  const { versionEvent, inProgress, failed } = cell;
  const here = cell.subject;
  for (const incident of cell.incidents ?? []) {
    marks.push({ kind: "incident", says: incidentInWords(incident, at, zone), events: [], opening: incident.ref, incident });
  }
  if (inProgress) {
    marks.push({ kind: "deploying", says: progressInWords(inProgress, at, zone), events: [{ ...inProgress, subject: here }] });
  }
  if (failed) {
    marks.push({ kind: "failed", says: failureInWords(failed, at), events: [{ ...failed, subject: here }] });
  }
  if (cell.rolledBack) {
    const events = [versionEvent, cell.restored].flatMap((event) => (event ? [{ ...event, subject: here, version: null }] : []));
    marks.push({ kind: "rolledBack", says: "rolled back", events });
  }
  // Only a version that arrived: an event of another kind is none. A cell with an open incident must not look fine.
  if (!cell.incidents?.length && versionEvent && isNew(cell, at)) {
    marks.push({
      kind: "changed",
      says: "new version in the last hour",
      events: [{ ...versionEvent, subject: here, version: cell.version }],
    });
  }
  return marks;
}

/** Whether a version arrived in the last hour. */
export const isNew = ({ versionEvent }: Cell, at: string) => versionEvent !== null && Date.parse(versionEvent.time) > Date.parse(at) - hour;

/** Keeps the marks of the newest incidents and counts the others, where there is no room for all. */
export function withFewIncidents(marks: readonly Mark[], count: number): Mark[] {
  const incidents = marks.filter((mark) => mark.kind === "incident");
  const others = marks.filter((mark) => mark.kind !== "incident");
  const more = incidents.length - count;
  if (more <= 0) return [...incidents, ...others];
  const rest: Mark = { kind: "incident", says: `${more} more open incident${more === 1 ? "" : "s"}`, events: [] };
  return [...incidents.slice(0, count), rest, ...others];
}

const versionIn = (version: string | null | undefined) => (version == null ? "no version" : shortVersion(version));

/** The pairs of consecutive environments to compare for lagging and skipped stages. */
export const stepsOf = (columns: readonly Column[]) =>
  columns.flatMap(({ subject, next }) =>
    next !== null && columns.some((column) => column.subject === next) ? [{ from: subject, to: next }] : [],
  );

/**
 * The marks of each cell from comparing each environment with the previous one. Where several environments lead to one, a version
 * skipped the stage only if it was in none of them.
 */
export function marksOfDiffs(diffs: readonly Diff[]): Map<string, Mark[]> {
  const marks = new Map<string, Mark[]>();
  const ways = new Map<string | null, number>();
  for (const diff of diffs) ways.set(diff.to.subject, (ways.get(diff.to.subject) ?? 0) + 1);

  const skipped = new Map<string, { subject: string | null; events: readonly ProvingEvent[] }[]>();
  for (const { from, to, sources } of diffs) {
    for (const { source, state, from: there, findings } of sources) {
      const key = placeKey({ source, subject: to.subject });
      const add = (mark: Mark) => marks.set(key, [...(marks.get(key) ?? []), mark]);
      if (state === "ahead") {
        const events = findings.find((finding) => finding.kind === "ahead")?.events ?? [];
        add({
          kind: "behind",
          says: `lags behind ${environmentName(from.subject)}, which has ${versionIn(there?.version)}`,
          events,
        });
      }
      const ahead = findings.find((finding) => finding.kind === "aheadOfStage");
      if (ahead) {
        const stage = `ahead of ${environmentName(from.subject)}, which has ${versionIn(there?.version)}`;
        add({ kind: "ahead", says: `${stage}: the next release would be a downgrade`, events: ahead.events });
      }
      const reached = findings.find((finding) => finding.kind === "reachedWithoutStage");
      if (reached) skipped.set(key, [...(skipped.get(key) ?? []), { subject: from.subject, events: reached.events }]);
      if (skipped.get(key)?.length === ways.get(to.subject)) {
        const stages = skipped.get(key)!;
        add({
          kind: "skipped",
          says: `skipped ${stages.map((stage) => environmentName(stage.subject)).join(" and ")}`,
          events: stages[0]!.events,
        });
        skipped.delete(key);
      }
    }
  }
  return marks;
}
