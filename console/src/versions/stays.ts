import { rollbackKind } from "../event/meaning";
import type { Event } from "../api/client";

/** An event that changes what runs: it brings a version, or rolls back. */
export interface Move {
  id: string;
  subject: string | null;
  time: string;
  version: string | null;
  isRollback: boolean;
}

/** A span of time in which an environment ran the version. */
export interface Stay {
  subject: string | null;
  from: string;
  /** Null while it still runs. */
  until: string | null;
  /** The version that took its place; null when not known. */
  replacedBy: string | null;
  /** False when events are missing in which it can have ended earlier. */
  isEndKnown: boolean;
}

type Meant = Event & { opstrails?: { kind?: string; moves?: boolean } };

/** The moves among events, oldest first, each once. */
export function movesOf(events: readonly Event[]): Move[] {
  const moves = new Map<string, Move>();
  for (const event of events as readonly Meant[]) {
    if (event.opstrails?.moves !== true) continue;
    const { id, subject, time, version } = event;
    moves.set(id, { id, subject, time, version, isRollback: event.opstrails.kind === rollbackKind });
  }
  return [...moves.values()].sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : one.id < other.id ? -1 : 1));
}

/**
 * Where and when a version ran, by playing the moves of its system since its first arrival: an arrival puts its version on top, a rollback
 * goes back to the one before or to the one that it names.
 * @param knownFrom The time from which all moves are known; empty when all are.
 */
export function staysOf(moves: readonly Move[], version: string, knownFrom = ""): Stay[] {
  const stacks = new Map<string | null, string[]>();
  const open = new Map<string | null, Stay>();
  const stays: Stay[] = [];
  for (const move of moves) {
    const stack = stacks.get(move.subject) ?? [];
    const place = move.version === null ? -1 : stack.lastIndexOf(move.version);
    // What was below the known versions is unknown.
    if (!move.isRollback) stacks.set(move.subject, move.version === stack.at(-1) ? stack : [...stack, move.version!]);
    else if (move.version === null) stacks.set(move.subject, stack.slice(0, -1));
    else stacks.set(move.subject, place >= 0 ? stack.slice(0, place + 1) : [move.version]);
    const current = stacks.get(move.subject)!.at(-1) ?? null;
    const stay = open.get(move.subject);
    if (current === version && !stay) {
      const begun = { subject: move.subject, from: move.time, until: null, replacedBy: null, isEndKnown: true };
      open.set(move.subject, begun);
      stays.push(begun);
    } else if (current !== version && stay) {
      open.delete(move.subject);
      Object.assign(stay, { until: move.time, replacedBy: current, isEndKnown: stay.from >= knownFrom });
    }
  }
  return stays;
}

interface Stage {
  subject: string | null;
  ladder: string | null;
  position: number | null;
}

/** The time that a version took from the stage before to each stage where it arrived later, by environment. */
export function stepsBetween(stays: readonly Stay[], columns: readonly Stage[]): Map<string | null, { from: string; span: number }> {
  const first = new Map<string | null, string>();
  for (const { subject, from } of stays) if (!first.has(subject)) first.set(subject, from);
  const steps = new Map<string | null, { from: string; span: number }>();
  for (const { subject, ladder, position } of columns) {
    const arrived = first.get(subject);
    if (arrived === undefined || ladder === null || position === null) continue;
    const before = columns
      .filter((one) => one.ladder === ladder && one.position !== null && one.position < position && first.has(one.subject))
      .sort((one, other) => other.position! - one.position!)[0];
    if (!before || before.subject === null) continue;
    const span = Date.parse(arrived) - Date.parse(first.get(before.subject)!);
    if (span >= 0) steps.set(subject, { from: before.subject, span });
  }
  return steps;
}
