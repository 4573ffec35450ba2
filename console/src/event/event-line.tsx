import type { ComponentChildren } from "preact";
import type { Event } from "../api/client";
import { Severity } from "./severity";
import { environmentAddress, systemAddress } from "../links/addresses";
import { EnvironmentName, SystemName, VersionName } from "./name";
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
          <EventText text={event.type} /> {event.version !== null && <VersionName version={event.version} />}
        </a>
        {place && (
          <>
            <a class="line-place" href={systemAddress(event.source)}>
              <SystemName name={event.source} />
            </a>
            {event.subject !== null && (
              <a class="line-place" href={environmentAddress(event.subject)}>
                <EnvironmentName name={event.subject} />
              </a>
            )}
          </>
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
