import { useEffect, useState } from "preact/hooks";
import { api, type Event, get } from "../api/client";
import { ErrorNote } from "../ui/error-note";
import { Time } from "../ui/time";
import { type LoadCell, findAfter, findBefore } from "./neighbours";
import { EventText } from "../event/text";
import "./neighbours-panel.css";

type Found = { before: Event | null; after: Event | null };

/** The events just before and after in the same system and environment. Ignores the filters of the list. */
export function Neighbours({ event }: { event: Event }) {
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    const load: LoadCell = async (range, limit) => {
      const query = { source: [event.source], subject: [event.subject ?? ""], limit: String(limit), ...range };
      const page = await get(api.GET("/api/v1/events", { params: { query }, signal: stop.signal }));
      return { events: page.data, more: page.nextCursor !== null };
    };
    setFailure(null);
    Promise.all([findBefore(event, load), findAfter(event, load)]).then(
      ([before, after]) => setFound({ before, after }),
      (e: unknown) => !stop.signal.aborted && setFailure(e),
    );
    return () => stop.abort();
  }, [event.id, event.source, tries]);

  return (
    <section aria-label="Before and after">
      <h3>
        Before and after <span class="quiet">in the same system and environment</span>
      </h3>
      {failure ? (
        <ErrorNote error={failure} retry={() => setTries(tries + 1)} />
      ) : (
        <ul class="neighbours">
          <Neighbour label="After" event={found?.after} looking={!found} none="No later event" />
          <Neighbour label="Before" event={found?.before} looking={!found} none="No earlier event" />
        </ul>
      )}
    </section>
  );
}

function Neighbour({ label, event, looking, none }: { label: string; event: Event | null | undefined; looking: boolean; none: string }) {
  return (
    <li>
      <span class="quiet">{label}</span>{" "}
      {event ? (
        <a href={neighbourAddress(event)}>
          <EventText text={event.type} /> {event.version !== null && <EventText text={event.version} class="mono" />}{" "}
          <Time at={event.time} />
        </a>
      ) : (
        <span class="quiet">{looking ? "…" : none}</span>
      )}
    </li>
  );
}

/** Keeps the query and changes only the shown event. */
function neighbourAddress(event: Event): string {
  const address = new URL(location.href);
  address.searchParams.set("event", event.id);
  address.searchParams.set("source", event.source);
  return address.pathname + address.search;
}
