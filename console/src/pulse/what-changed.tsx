import { useCallback, useEffect, useRef } from "preact/hooks";
import { api, get, getData } from "../api/client";
import { environmentName } from "../cell/shape";
import { descriptionOf } from "../event/description";
import { eventAddress } from "../event/address";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { EventText } from "../event/text";
import { incidentAddress } from "../links/addresses";
import { CopyButton } from "../ui/copy-button";
import { ErrorNote } from "../ui/error-note";
import { Icon } from "../ui/icons";
import { useLoaded } from "../ui/loaded";
import { shortTime } from "../ui/when";
import { zone, zoneName } from "../ui/zone";
import { eventsAddress } from "./day-panel";
import { readEvents } from "./list";
import { changeInWords, markdownOf, type Notes, notesOf } from "./release-notes";
import { days } from "./load";
import type { Range } from "./shape";
import { rangeInWords } from "./words";

/** Two pages of events at most: older ones are left to the list. */
const maxPages = 2;
const maxIncidents = "100";
const day = 86_400_000;

/** What changed in a range, as release notes to copy. */
export function WhatChanged({ range, onClose }: { range: Range; onClose: () => void }) {
  const [notes, again] = useLoaded(useCallback(() => read(range), [JSON.stringify(range)]));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current!.focus(), []);
  return (
    <section class="pulse-panel" aria-labelledby="what-changed">
      <header>
        <h2 id="what-changed" ref={heading} tabIndex={-1}>
          What changed {rangeInWords(range.from, range.to)}
        </h2>
        <span class="pulse-panel-end">
          {notes.state === "ready" && <CopyButton label="Copy as Markdown" text={() => markdownOf(notes.data, range, zone.peek())} />}
          <a href={eventsAddress(range)}>Open in Events</a>
          <button type="button" class="plain small" aria-label="Close what changed" onClick={onClose}>
            <Icon name="close" />
          </button>
        </span>
      </header>
      <p class="pulse-where quiet">
        {range.subjects.map((subject, i) => (
          <span key={subject}>
            {i > 0 && ", "}
            {subject === null ? environmentName(null) : <EnvironmentName name={subject} />}
          </span>
        ))}
      </p>
      {notes.state === "failed" ? (
        <ErrorNote error={notes.error} retry={() => void again()} />
      ) : notes.state === "loading" ? (
        <p class="quiet">Loading…</p>
      ) : (
        <Shown notes={notes.data} range={range} />
      )}
    </section>
  );
}

/** The grid before and after the range, its events and its incidents: four or five requests, whatever the range. */
async function read(range: Range): Promise<Notes> {
  const timezone = zoneName(zone.peek());
  const after = new Date(Date.parse(range.to) + day).toISOString().slice(0, 10);
  const isUpToNow = range.to === days.peek()?.to;
  const gridAt = (at: string | null) =>
    getData(api.GET("/api/v1/grid", { params: { query: { ...(at !== null && { at }), timezone, archived: "include" as const } } }));
  const window = { from: range.from, to: range.to, timezone, subject: range.subjects.map((subject) => subject ?? "") };
  const [before, later, listed, incidents] = await Promise.all([
    gridAt(range.from),
    gridAt(isUpToNow ? null : after),
    readEvents(range, maxPages),
    get(api.GET("/api/v1/incidents", { params: { query: { ...window, limit: maxIncidents } } })),
  ]);
  const begun = incidents.data.filter(({ subject }) => range.subjects.includes(subject));
  return notesOf({ range, before, after: later, ...listed, incidents: begun });
}

function Shown({ notes, range }: { notes: Notes; range: Range }) {
  const { versions, incidents, others, hasMore } = notes;
  const several = range.subjects.length > 1;
  const at = (time: string) => shortTime(Date.parse(time), zone.value).slice(0, 16);
  if (versions.length + incidents.length + others.length === 0) return <p>Nothing changed.</p>;
  return (
    <div class="notes" role="group" aria-label="Changes" tabIndex={0}>
      {versions.length > 0 && (
        <section>
          <h3>Versions</h3>
          <ul>
            {versions.map(({ source, subject, from, to }) => (
              <li key={`${source} ${subject}`}>
                <SystemName name={source} />{" "}
                <span class="notes-versions">
                  {from === null ? <span class="quiet">none</span> : <VersionName version={from} />} →{" "}
                  {to === null ? <span class="quiet">none</span> : <VersionName version={to} />}
                </span>{" "}
                {several && subject !== null && (
                  <span class="quiet">
                    <EnvironmentName name={subject} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {incidents.length > 0 && (
        <section>
          <h3>Incidents</h3>
          <ul>
            {incidents.map((incident) => (
              <li key={incident.ref}>
                <a href={incidentAddress(incident.number ?? incident.ref)}>
                  <EventText text={[incident.number ?? incident.ref, incident.severity].filter(Boolean).join(" ")} />
                </a>{" "}
                <SystemName name={incident.source} /> <span class="quiet">opened {at(incident.opened)}</span>{" "}
                {incident.resolved ? <span class="quiet">resolved {at(incident.resolved)}</span> : <span>not resolved</span>}{" "}
                {incident.description && <EventText text={incident.description} />}
              </li>
            ))}
          </ul>
        </section>
      )}
      {others.length > 0 && (
        <section>
          <h3>Other changes</h3>
          <ul>
            {others.map((event) => (
              <li key={`${event.source} ${event.id}`}>
                <a href={eventAddress(event.id, event.source)}>{at(event.time)}</a> <EventText text={changeInWords(event)} />{" "}
                {event.version && <VersionName version={event.version} />} <SystemName name={event.source} />{" "}
                {several && event.subject && (
                  <span class="quiet">
                    <EnvironmentName name={event.subject} />
                  </span>
                )}{" "}
                <EventText text={descriptionOf(event)} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {hasMore && <p class="quiet">Only the newest events were read. Open them in Events for all.</p>}
    </div>
  );
}
