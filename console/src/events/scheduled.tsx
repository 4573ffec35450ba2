import { EventLine } from "../event/event-line";
import { eventKey } from "./event-list";
import { scheduled } from "./timeline";
import "./scheduled.css";

/** The API returns this many at most. */
const maxScheduled = 50;

/** The events that lie ahead, folded. */
export function Scheduled() {
  const events = scheduled.value;
  if (events.length === 0) return null;
  const count = events.length < maxScheduled ? String(events.length) : `${maxScheduled} or more`;
  return (
    <details class="scheduled">
      <summary class="quiet">{events.length === 1 ? "1 scheduled event lies ahead" : `${count} scheduled events lie ahead`}</summary>
      <ol class="event-lines">
        {events.map((event) => (
          <EventLine key={eventKey(event)} event={event} place />
        ))}
      </ol>
    </details>
  );
}
