import { useEffect, useState } from "preact/hooks";
import type { Event } from "../api/client";
import { EventLine } from "../event/event-line";
import { ErrorNote } from "../ui/error-note";
import { gridBefore } from "./address";
import { historyOf } from "./history";
import type { Place } from "./shape";

/** The events of a cell, newest first, loaded page by page. */
export function CellEvents({ place, at, current }: { place: Place; at: string | null; current?: string }) {
  const [events, setEvents] = useState<readonly Event[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  async function load(cursor: string | null, isCurrent = () => true): Promise<void> {
    setFailure(null);
    try {
      const page = await historyOf(place, at, cursor);
      if (!isCurrent()) return;
      setEvents((before) => [...(cursor === null ? [] : (before ?? [])), ...page.events]);
      setNext(page.next);
    } catch (e) {
      if (isCurrent()) setFailure(e);
    }
  }

  useEffect(() => {
    let isCurrent = true;
    void load(null, () => isCurrent);
    return () => void (isCurrent = false);
  }, [place.source, place.subject, at]);

  return (
    <>
      {events && (
        <ol class="event-lines">
          {events.map((event) => (
            <EventLine key={event.id} event={event} isCurrent={event.id === current}>
              <a class="before-link" href={gridBefore(event.time)}>
                Grid before
              </a>
            </EventLine>
          ))}
        </ol>
      )}
      {failure ? (
        <ErrorNote error={failure} retry={() => void load(events ? next : null)} />
      ) : !events ? (
        <p class="quiet">Loading…</p>
      ) : next !== null ? (
        <button type="button" onClick={() => void load(next)}>
          Older events
        </button>
      ) : (
        <p class="quiet">{events.length === 0 ? "No events are kept for this cell." : "No older events are kept."}</p>
      )}
    </>
  );
}
