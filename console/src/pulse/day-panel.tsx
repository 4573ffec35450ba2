import { useCallback, useEffect, useRef } from "preact/hooks";
import { environmentName } from "../cell/shape";
import { descriptionOf } from "../event/description";
import { plain } from "../event/event-text";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { nameParts } from "../event/name-parts";
import { eventAddress } from "../event/address";
import { EventText } from "../event/text";
import { writeCondition } from "../query/query-text";
import { ErrorNote } from "../ui/error-note";
import { Icon } from "../ui/icons";
import { useLoaded } from "../ui/loaded";
import { shortTime } from "../ui/when";
import { zone } from "../ui/zone";
import { hoursOf, type Lane, lanesOf, placeOf, shapeOf } from "./lanes";
import { readEvents } from "./list";
import { changeInWords, type MeantEvent } from "./release-notes";
import type { Range } from "./shape";
import { rangeInWords } from "./words";

const most = 10;
const laneHeight = 26;
const width = 960;
const names = 190;
const day = 86_400_000;

/** A day of one environment: a small picture with a lane for each system, and its events as a table. */
export function DayPanel({ range, onClose }: { range: Range; onClose: () => void }) {
  const subject = range.subjects[0] ?? null;
  const [events, again] = useLoaded(useCallback(() => readEvents(range, 1), [range.from, subject]));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current!.focus(), []);

  return (
    <section class="pulse-panel" aria-labelledby="pulse-day">
      <header>
        <h2 id="pulse-day" ref={heading} tabIndex={-1}>
          {rangeInWords(range.from, range.to)}{" "}
          {subject === null ? <span class="quiet">{environmentName(null)}</span> : <EnvironmentName name={subject} />}
        </h2>
        <span class="pulse-panel-end">
          <a href={eventsAddress(range)}>Open in Events</a>
          <button type="button" class="plain small" aria-label="Close the day" onClick={onClose}>
            <Icon name="close" />
          </button>
        </span>
      </header>
      {events.state === "failed" ? (
        <ErrorNote error={events.error} retry={() => void again()} />
      ) : events.state === "loading" ? (
        <p class="quiet">Loading…</p>
      ) : events.data.events.length === 0 ? (
        <p class="quiet">Nothing was recorded for this day.</p>
      ) : (
        <Shown {...events.data} date={range.from} />
      )}
    </section>
  );
}

/** The events of a range, in the list. */
export function eventsAddress({ subjects, from, to }: Range): string {
  const q = subjects.map((subject) => writeCondition("subject", subject ?? "")).join(" ");
  return `/events?${new URLSearchParams({ q, from, to, tz: zone.value })}`;
}

function Shown({ events, hasMore, date }: { events: readonly MeantEvent[]; hasMore: boolean; date: string }) {
  const [start, end] = boundsOf(date);
  const { lanes, left } = lanesOf(events, most);
  return (
    <>
      <Picture lanes={lanes} start={start} end={end} />
      {left > 0 && (
        <p class="quiet">
          {left} more {left === 1 ? "system" : "systems"} in the table.
        </p>
      )}
      <details class="pulse-table">
        <summary>
          {hasMore ? `The newest ${events.length} events` : `${events.length} ${events.length === 1 ? "event" : "events"}`} as a table
        </summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">System</th>
              <th scope="col">What</th>
              <th scope="col">Description</th>
            </tr>
          </thead>
          <tbody>
            {[...events].reverse().map((event) => (
              <tr key={`${event.source} ${event.id}`}>
                <td>
                  <a href={eventAddress(event.id, event.source)}>{timeOf(event)}</a>
                </td>
                <td>
                  <SystemName name={event.source} />
                </td>
                <td>
                  <EventText text={changeInWords(event)} /> {event.version && <VersionName version={event.version} />}
                </td>
                <td>
                  <EventText text={descriptionOf(event)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

const timeOf = (event: MeantEvent) => shortTime(Date.parse(event.time), zone.value).slice(11, 16);

/** The start and end of a date in the chosen zone. */
function boundsOf(date: string): [number, number] {
  if (zone.value === "utc") return [Date.parse(date), Date.parse(date) + day];
  const [year = 0, month = 1, dayOfMonth = 1] = date.split("-").map(Number);
  return [new Date(year, month - 1, dayOfMonth).getTime(), new Date(year, month - 1, dayOfMonth + 1).getTime()];
}

function Picture({ lanes, start, end }: { lanes: readonly Lane[]; start: number; end: number }) {
  const height = 18 + lanes.length * laneHeight + 4;
  const x = (part: number) => names + part * (width - names - 12);
  return (
    <div class="pulse-picture" role="group" aria-label="Picture of the day" tabIndex={0}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label="The day by system and hour. The table below has the same events.">
        {hoursOf(start, end, 3).map(({ at, hour }) => (
          <g key={hour}>
            <line class="lane-hour" x1={x(at)} x2={x(at)} y1={16} y2={height} />
            <text class="lane-text" x={x(at) + 3} y={12}>
              {String(hour).padStart(2, "0")}:00
            </text>
          </g>
        ))}
        {lanes.map(({ source, events }, i) => {
          const y = 18 + i * laneHeight + laneHeight / 2;
          return (
            <g key={source}>
              <line class="lane-line" x1={names} x2={width} y1={y} y2={y} />
              <text class="lane-name" x={names - 8} y={y + 4} text-anchor="end">
                <title>{plain(source)}</title>
                {cut(plain(nameParts(source).own))}
              </text>
              {[...events].reverse().map((event) => (
                <MarkOf key={event.id} event={event} x={x(placeOf(event.time, start, end))} y={y} />
              ))}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

const longest = 27;

/** Names differ at their ends more often than in front. */
const cut = (name: string) => (name.length > longest ? `…${name.slice(1 - longest)}` : name);

function MarkOf({ event, x, y }: { event: MeantEvent; x: number; y: number }) {
  const shape = shapeOf(event);
  const says = plain(`${timeOf(event)} ${changeInWords(event)}${event.version ? ` ${event.version}` : ""} ${descriptionOf(event)}`);
  const r = event.severity === "CRITICAL" ? 8 : event.severity === "MAJOR" ? 7 : 5.5;
  return (
    <g class={`lane-mark ${shape}`}>
      <title>{says}</title>
      {shape === "arrival" ? (
        <circle cx={x} cy={y} r={r} />
      ) : shape === "failed" ? (
        <path d={`M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`} />
      ) : shape === "incident" ? (
        <path d={`M${x - 4} ${y + 9}V${y - 9}h11l-3 4 3 4h-11`} />
      ) : (
        <rect x={x - r * 0.8} y={y - r * 0.8} width={r * 1.6} height={r * 1.6} />
      )}
    </g>
  );
}
