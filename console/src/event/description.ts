import type { Event } from "../api/client";

/** What the event says of itself; empty when it says nothing. */
export function descriptionOf(event: Event): string {
  const description = (event.data as { description?: unknown } | null)?.description;
  return typeof description === "string" ? description : "";
}
