import type { Event } from "../api/client";
import { eventKey } from "./event-list";

/** Loads a page of one cell, newest first. Times have a zone; `from` is inclusive, `to` exclusive. */
export type LoadCell = (range: { from?: string; to?: string }, limit: number) => Promise<{ events: readonly Event[]; more: boolean }>;

const pageSize = 100;
const maxRequests = 12;

export async function findBefore(event: Event, load: LoadCell): Promise<Event | null> {
  const { events } = await load({ to: event.time }, 1);
  return events[0] ?? null;
}

/** Finds the oldest newer event. The API lists newest first, so narrow the range while there is more than one page of newer events. */
export async function findAfter(event: Event, load: LoadCell): Promise<Event | null> {
  const start = Date.parse(event.time);
  let low = start;
  let high: number | null = null;
  let best: Event | null = null;
  for (let i = 0; i < maxRequests; i++) {
    const { events, more }: { events: readonly Event[]; more: boolean } = await load(
      { from: low === start ? event.time : new Date(low).toISOString(), ...(high !== null && { to: new Date(high).toISOString() }) },
      pageSize,
    );
    const newer = events.filter((one) => eventKey(one) !== eventKey(event));
    best = newer.at(-1) ?? best;
    if (!more && (newer.length > 0 || high === null)) return best;
    if (more) high = low + Math.max(1, Math.floor((Date.parse(best!.time) - low) / 8));
    else {
      const width: number = high! - low;
      low = high!;
      high = low + 4 * width;
    }
  }
  return null;
}
