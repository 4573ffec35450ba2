import type { ComponentChildren } from "preact";
import type { Event } from "../api/client";
import { Severity } from "./severity";
import { EventText } from "./text";
import { Time } from "../ui/time";
import { eventAddress } from "./address";
import { descriptionOf } from "./description";
import "./event-line.css";

interface LineProps {
  event: Event;
  /** Whether this is the event that the page shows. */
  isCurrent?: boolean;
  /** Whether to show the system and environment. */
  place?: boolean;
  children?: ComponentChildren;
}

/** An event on one line, linked to its page. */
export function EventLine({ event, isCurrent = false, place = false, children }: LineProps) {
  return (
    <li class={isCurrent ? "is-current" : undefined}>
      <span class="event-line">
        <Severity value={event.severity} />
        <a href={eventAddress(event.id, event.source)} aria-current={isCurrent ? "true" : undefined}>
          <EventText text={event.type} /> {event.version !== null && <EventText text={event.version} class="mono" />}
        </a>
        {place && (
          <span>
            <EventText text={event.source} /> {event.subject !== null && <EventText text={event.subject} class="quiet" />}
          </span>
        )}
        <span class="quiet">
          <Time at={event.time} />
        </span>
        {children}
      </span>
      {descriptionOf(event) && <EventText text={descriptionOf(event)} class="line-description quiet" />}
    </li>
  );
}
