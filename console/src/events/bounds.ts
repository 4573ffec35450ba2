import type { EventQuery } from "../query/event-query";

/** A window as the server resolved it. Null edges are open. */
export interface Bounds {
  from: string | null;
  to: string | null;
}

/** A query, with the bounds in which the list answers it. */
export interface Answered {
  query: EventQuery;
  bounds: Bounds;
}

/**
 * The parameters of everything that a page asks for beside its list. They come from the window of the list's answer: each request that
 * resolved "-7d" by itself would count other events. A later count of a live page keeps the start and ends at the server's now.
 */
export function within({ query, bounds }: Answered, timezone: string, q = query.q, again = false) {
  return {
    ...(q && { q: [q] }),
    ...(bounds.from !== null && { from: bounds.from }),
    ...(bounds.to !== null && !(again && query.to === "") && { to: bounds.to }),
    timezone,
  };
}
