import type { Event } from "../api/client";

/** The description of an event; empty when it has none. */
export function descriptionOf(event: Event): string {
  const description = (event.data as { description?: unknown } | null)?.description;
  return typeof description === "string" ? description : "";
}
