import type { Event } from "../api/client";
import { environmentAddress, systemAddress, versionAddress } from "../links/addresses";
import { dayInWords, dayOf, timeOf } from "../ui/day";
import { now } from "../ui/now";
import { exactTime } from "../ui/when";
import { zone } from "../ui/zone";
import { eventAddress } from "./address";
import { descriptionOf } from "./description";
import { EnvironmentName, SystemName, VersionName } from "./name";
import { Severity } from "./severity";
import { EventText } from "./text";
import "./day-list.css";

interface DayListProps {
  events: readonly Event[];
  /** Which half of its place each event shows. */
  shows: "system" | "environment" | "both" | "neither";
}

/** Events, newest first, under the day on which they happened. */
export function DayList({ events, shows }: DayListProps) {
  const today = dayOf(new Date(now.value).toISOString(), zone.value);
  const days = new Map<string, Event[]>();
  for (const event of events) {
    const day = dayOf(event.time, zone.value);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return (
    <div class="days">
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={dayInWords(day, today)}>
          <h3>
            {dayInWords(day, today)} <span class="quiet">{ofDay.length}</span>
          </h3>
          <ol>
            {ofDay.map((event) => (
              <li key={`${event.source} ${event.id}`}>
                <time class="mono" dateTime={event.time} title={exactTime(Date.parse(event.time), zone.value)}>
                  {timeOf(event.time, zone.value)}
                </time>
                <div class="day-event">
                  <span class="day-line">
                    <a href={eventAddress(event.id, event.source)}>
                      <EventText text={event.type} />
                    </a>
                    {event.version !== null && (
                      <a class="day-version" href={versionAddress(event.source, event.version)}>
                        <VersionName version={event.version} />
                      </a>
                    )}
                    {(shows === "system" || shows === "both") && (
                      <a class="day-place" href={systemAddress(event.source)}>
                        <SystemName name={event.source} />
                      </a>
                    )}
                    {(shows === "environment" || shows === "both") && event.subject !== null && (
                      <a class="day-place" href={environmentAddress(event.subject)}>
                        <EnvironmentName name={event.subject} />
                      </a>
                    )}
                    {(event.severity === "MAJOR" || event.severity === "CRITICAL") && <Severity value={event.severity} />}
                  </span>
                  {descriptionOf(event) && <EventText text={descriptionOf(event)} class="day-description" />}
                </div>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
