import type { MeantEvent } from "./release-notes";

const hour = 3_600_000;

/** A system with its events on a day. */
export interface Lane {
  source: string;
  events: MeantEvent[];
}

/** One lane for each system, those with the most events first; what doesn't fit is counted. */
export function lanesOf(events: readonly MeantEvent[], most: number): { lanes: Lane[]; left: number } {
  const lanes = new Map<string, Lane>();
  for (const event of events) {
    const lane = lanes.get(event.source) ?? { source: event.source, events: [] };
    lane.events.push(event);
    lanes.set(event.source, lane);
  }
  const all = [...lanes.values()].sort(
    (one, other) => weightOf(other) - weightOf(one) || other.events.length - one.events.length || one.source.localeCompare(other.source),
  );
  return { lanes: all.slice(0, most), left: Math.max(0, all.length - most) };
}

/** Systems with an incident come first. */
const weightOf = (lane: Lane) => (lane.events.some((event) => event.opstrails?.kind === "incident") ? 1 : 0);

export type Shape = "arrival" | "failed" | "incident" | "other";

export function shapeOf({ opstrails }: MeantEvent): Shape {
  if (!opstrails) return "other";
  if (opstrails.kind === "incident") return "incident";
  if (opstrails.outcome === "failed" || opstrails.outcome === "cancelled") return "failed";
  return opstrails.moves ? "arrival" : "other";
}

/** The hours of a day in its zone, of which some have 23 or 25; each with how far into the day it begins, from 0 to 1. */
export function hoursOf(start: number, end: number, every: number): { at: number; hour: number }[] {
  const marks: { at: number; hour: number }[] = [];
  for (let at = start; at < end; at += every * hour)
    marks.push({ at: (at - start) / (end - start), hour: Math.round((at - start) / hour) });
  return marks;
}

/** Where a time is on the day, from 0 to 1. */
export const placeOf = (time: string, start: number, end: number) =>
  Math.max(0, Math.min(1, (Date.parse(time) - start) / (end - start)));
