/** Identifies an event: its id is unique within its source. */
export interface EventReference {
  id: string;
  source: string;
}

export function permalink(origin: string, event: EventReference): string {
  return `${origin}/events?${new URLSearchParams({ event: event.id, source: event.source })}`;
}
