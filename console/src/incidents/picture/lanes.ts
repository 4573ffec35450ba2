import { rollbackKind } from "../../event/meaning";
import type { Grid } from "../../cell/shape";
import type { Change, Place } from "./changes";

export type Tone = "before" | "new" | "suspect" | "migration" | "restored";

/** A version that runs, from its arrival to the next one. */
export interface Bar {
  from: number;
  /** Null when it runs on. */
  to: number | null;
  /** Null when it isn't known. */
  version: string | null;
  tone: Tone;
  /** The change that brought it; null when it ran before the picture begins. */
  change: Change | null;
}

/** A system in an environment, with what changed there. */
export interface Lane extends Place {
  key: string;
  /** Whether it is the system and the environment of the incident. */
  isOwn: boolean;
  /** Whether it is in the environment of the incident. */
  isHere: boolean;
  bars: readonly Bar[];
  /** The changes that bring no version. */
  marks: readonly Change[];
}

export const laneKey = ({ source, subject }: Place) => JSON.stringify([source, subject]);

const isRollback = (change: Change) => change.kind === rollbackKind;

function toneOf(change: Change): Tone {
  if (change.isFirst) return "suspect";
  if (isRollback(change)) return "restored";
  return change.kind === "migration" ? "migration" : "new";
}

/**
 * The versions of a lane as bars. Versions form a stack, as on the grid: an arrival pushes its version; a rollback goes down to the
 * version that it names, or takes one off. What lies below the start of the picture isn't known.
 */
function barsOf(changes: readonly Change[], before: string | null, start: number): Bar[] {
  const stack = before === null ? [] : [before];
  const bars: Bar[] = before === null ? [] : [{ from: start, to: null, version: before, tone: "before", change: null }];
  for (const change of changes.filter((change) => change.moves)) {
    const { version } = change.event;
    if (isRollback(change)) {
      const named = version === null ? stack.length - 2 : stack.lastIndexOf(version);
      stack.length = Math.max(named + 1, 0);
      if (version !== null && stack.length === 0) stack.push(version);
    } else stack.push(version!);
    const last = bars.at(-1);
    if (last) last.to = change.at;
    bars.push({ from: change.at, to: null, version: stack.at(-1) ?? null, tone: toneOf(change), change });
  }
  return bars;
}

/** Leaves out a start whose finish follows: the bar says the same. */
function marksOf(changes: readonly Change[]): Change[] {
  const movers = changes.filter((change) => change.moves);
  return changes.filter((change) => {
    if (change.moves) return false;
    const isUnderway = change.phase === "started" || change.phase === "queued";
    const isItsFinish = (one: Change) => one.at >= change.at && one.event.version === change.event.version && one.kind === change.kind;
    return !(isUnderway && movers.some(isItsFinish));
  });
}

/** The version of each cell on the grid. */
export function versionsOf(grid: Grid | null): Map<string, string> {
  const found = new Map<string, string>();
  for (const { source, cells } of grid?.rows ?? [])
    for (const { subject, version } of cells) if (version !== null) found.set(laneKey({ source, subject }), version);
  return found;
}

/** Where a lane stands: the more it has to do with the incident, the lower. */
function orderOf(lane: Lane, changes: readonly Change[]): number[] {
  const nearness = changes[0]?.nearness;
  const best = Math.max(-1, ...changes.map((change) => change.ranked?.score ?? -1));
  const group = changes.some((change) => change.isFirst)
    ? 0
    : lane.isOwn
      ? 1
      : nearness === undefined
        ? 6
        : nearness === "elsewhere"
          ? 5
          : best >= 0
            ? 2
            : lane.isHere
              ? 3
              : 4;
  return [group, -best];
}

interface Given {
  incident: Place;
  /** Oldest first. */
  changes: readonly Change[];
  /** The versions as of the start, by lane. */
  before: ReadonlyMap<string, string>;
  /** Those at the opening, for what a rollback from before the start brought back. */
  atOpening?: { at: number; versions: ReadonlyMap<string, string> };
  start: number;
}

/**
 * The lanes, the most suspect first: that of the first suspect, that of the incident, other suspects, then what else changed in the
 * environment, what changed elsewhere, and last the systems of the environment that didn't change.
 */
export function lanesOf({ incident, changes, before, atOpening, start }: Given): Lane[] {
  const byLane = new Map<string, { place: Place; changes: Change[] }>();
  const laneOf = (place: Place) => {
    const key = laneKey(place);
    const lane = byLane.get(key) ?? { place, changes: [] };
    byLane.set(key, lane);
    return lane;
  };
  laneOf(incident);
  for (const change of changes) laneOf(change.place).changes.push(change);
  for (const key of before.keys()) {
    const [source, subject] = JSON.parse(key) as [string, string | null];
    if (subject === incident.subject) laneOf({ source, subject });
  }
  return [...byLane]
    .map(([key, { place, changes: own }]) => {
      const bars = barsOf(own, before.get(key) ?? null, start);
      const running = atOpening && bars.findLast((bar) => bar.from <= atOpening.at);
      if (running?.version === null) running.version = atOpening?.versions.get(key) ?? null;
      const lane: Lane = {
        ...place,
        key,
        isOwn: key === laneKey(incident),
        isHere: place.subject === incident.subject,
        bars,
        marks: marksOf(own),
      };
      return { lane, order: orderOf(lane, own) };
    })
    .sort((one, other) => compare(one.order, other.order) || one.lane.source.localeCompare(other.lane.source))
    .map(({ lane }) => lane);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, i) => value !== other[i]);
  return at < 0 ? 0 : one[at]! - other[at]!;
}

/** How many lanes are shown at first: those with a change, and without many of them a few that didn't change. */
export function shownAtFirst(lanes: readonly Lane[], max: number, few: number): number {
  const changed = lanes.filter((lane) => lane.isOwn || walkOf([lane]).length > 0).length;
  return Math.min(max, lanes.length, Math.max(changed, few));
}

/** What ran at a moment, by lane. Lanes where nothing is known are left out. */
export function ranAt(lanes: readonly Lane[], at: number): { lane: Lane; bar: Bar }[] {
  return lanes.flatMap((lane) => {
    const bar = lane.bars.findLast((one) => one.from <= at);
    return bar && bar.version !== null ? [{ lane, bar }] : [];
  });
}

/** The changes of the lanes in the order in which the arrow keys walk them. */
export function walkOf(lanes: readonly Lane[]): Change[] {
  return lanes
    .flatMap((lane) => [...lane.marks, ...lane.bars.flatMap((bar) => (bar.change ? [bar.change] : []))])
    .sort((one, other) => one.at - other.at);
}

/** The change of the lane above or below that is nearest in time, for the up and down arrows. Null where no lane follows. */
export function besideOf(lanes: readonly Lane[], current: Change, step: -1 | 1): Change | null {
  const own = lanes.findIndex((lane) => walkOf([lane]).some((one) => one.key === current.key));
  for (let at = own + step; own >= 0 && at >= 0 && at < lanes.length; at += step) {
    const near = walkOf([lanes[at]!]).sort((one, other) => Math.abs(one.at - current.at) - Math.abs(other.at - current.at))[0];
    if (near) return near;
  }
  return null;
}
