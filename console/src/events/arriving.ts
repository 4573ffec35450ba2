import type { Event } from "../api/client";
import { derivedKind } from "../event/meaning";
import { sortableTime } from "./event-list";

/** Events that lie ahead are scheduled: they are neither listed nor counted. What the server recorded later than its time is past. */
export const isAhead = (event: Event, now: number) => Date.parse(event.time) > Math.max(now, Date.parse(event.createdAt));

export function splitAhead(events: readonly Event[], now: number): { due: Event[]; ahead: Event[] } {
  const due: Event[] = [];
  const ahead: Event[] = [];
  for (const event of events) (isAhead(event, now) ? ahead : due).push(event);
  return { due, ahead };
}

/** The scheduled events, nearest first. */
export function addAhead(scheduled: readonly Event[], arrived: readonly Event[]): Event[] {
  return [...scheduled, ...arrived].sort((a, b) => (sortableTime(a.time) < sortableTime(b.time) ? -1 : 1));
}

const kinds = new Map<string, string>();

/** Notes which kind a type has, for events that arrive without their meaning. */
export function learnKinds(events: readonly Event[]): void {
  for (const event of events) {
    const kind = derivedKind(event);
    if (kind) kinds.set(event.type, kind);
  }
}

/** The kind of an event: what the server says, or that of its type. */
export const kindOf = (event: Event) => derivedKind(event) ?? kinds.get(event.type) ?? "other";
