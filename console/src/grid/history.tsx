import { useEffect, useState } from "preact/hooks";
import type { Event } from "../api/client";
import { EventLine } from "../event/event-line";
import { plain } from "../event/event-text";
import { EventText } from "../event/text";
import { Dialog } from "../ui/dialog";
import { ErrorNote } from "../ui/error-note";
import { Time } from "../ui/time";
import { gridBefore } from "./address";
import { grid, marks, show, view } from "./load";
import { Sign } from "./mark";
import { historyOf } from "./peek-state";
import { Proof } from "../cell/proof";
import { environmentName, type Place } from "../cell/shape";
import { marksOf } from "./table";

/** The history of the cell that the address names. */
export function CellHistory() {
  const place = view.value.cell;
  const title = place ? plain(`${place.source} in ${environmentName(place.subject)}`) : "";
  return (
    <Dialog title={title} open={place !== null} onClose={() => view.peek().cell && show({ cell: null })}>
      {place && <History key={JSON.stringify(place)} place={place} />}
    </Dialog>
  );
}

function History({ place }: { place: Place }) {
  const cell = grid.value?.rows.find((row) => row.source === place.source)?.cells.find((one) => one.subject === place.subject);
  const found = cell ? marksOf(cell, place.source, marks.value, grid.value!.at) : [];
  return (
    <div class="history">
      {cell && (
        <p>
          Version {cell.version === null ? <span class="quiet">{cell.versionKnown === false ? "not known" : "none"}</span> : <EventText text={cell.version} class="mono" />}
          {cell.versionEvent && (
            <>
              {" "}
              by <EventText text={cell.versionEvent.type} /> <Time at={cell.versionEvent.time} />
            </>
          )}
        </p>
      )}
      {found.length > 0 && (
        <ul class="found">
          {found.map((mark, i) => (
            <li key={i}>
              <Sign kind={mark.kind} /> <EventText text={mark.says} />
              {mark.events.map((event) => (
                <Proof key={`${event.subject} ${event.id}`} event={event} source={place.source} here={place.subject} />
              ))}
            </li>
          ))}
        </ul>
      )}
      <CellEvents place={place} at={view.value.at === "" ? null : (grid.value?.at ?? null)} />
    </div>
  );
}

/** The events of a cell, newest first, as far back as one asks. */
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
        <p class="quiet">{events.length === 0 ? "No event of this cell is kept." : "These are all that are kept."}</p>
      )}
    </>
  );
}
