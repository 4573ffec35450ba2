import { useCallback } from "preact/hooks";
import { DayList } from "../event/day-list";
import { plain } from "../event/event-text";
import { isOpenIncident } from "../event/incident";
import { EnvironmentName, SystemName } from "../event/name";
import { Severity } from "../event/severity";
import { EventText } from "../event/text";
import { Sign } from "../grid/mark";
import type { Mark } from "../grid/marks";
import { environmentAddress, eventsAddress, incidentAddress, systemAddress } from "../links/addresses";
import { mayAdminister } from "../session/permission";
import { lengthInWords } from "../ui/day";
import { ErrorNote } from "../ui/error-note";
import { useLoaded } from "../ui/loaded";
import { Time } from "../ui/time";
import { readIncidents, readRecent } from "./load";

type Place = { source: string } | { subject: string };

const filterOf = (place: Place) => ("source" in place ? { source: [place.source] } : { subject: [place.subject] });
const keyOf = (place: Place) => JSON.stringify(place);

/** Says that a name is archived, and what ends that. */
export function ArchivedNote({ at }: { at: string }) {
  return (
    <p class="thing-note">
      Archived <Time at={at} />: grid and lists leave it out. The next event brings it back.{" "}
      {mayAdminister() && <a href="/settings/names">Names and archive</a>}
    </p>
  );
}

/** A name that is not recorded, with those nearest to it. */
export function UnknownName({ kind, name, near }: { kind: "system" | "environment"; name: string; near: readonly string[] }) {
  const addressOf = kind === "system" ? systemAddress : environmentAddress;
  return (
    <>
      <h1>{name === "" ? `No ${kind} named` : `Unknown ${kind}`}</h1>
      <p>
        {name === "" ? (
          <>Add ?name= to the address. </>
        ) : (
          <>
            No event names the {kind} <EventText text={name} class="mono" />.{" "}
          </>
        )}
        {near.length > 0 && "Did you mean:"}
      </p>
      {near.length > 0 && (
        <ul class="near-names">
          {near.map((one) => (
            <li key={one}>
              <a href={addressOf(one)}>{kind === "system" ? <SystemName name={one} /> : <EnvironmentName name={one} />}</a>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href="/">Go to the grid</a>
      </p>
    </>
  );
}

const shortMarks: Record<string, string> = {
  incident: "incident",
  deploying: "deploying",
  failed: "failed",
  behind: "behind",
  ahead: "ahead",
  skipped: "skipped a stage",
  rolledBack: "rolled back",
};

/** The marks of a cell, a word each so that a row keeps to one line. The title and screen readers have the whole sentence. */
export function CellMarks({ marks }: { marks: readonly Mark[] }) {
  return (
    <span class="thing-marks">
      {marks.map((mark, i) => (
        <span key={i} title={plain(mark.says)}>
          <Sign kind={mark.kind} /> <span aria-hidden="true">{shortMarks[mark.kind] ?? mark.kind}</span>
          <span class="sr-only">
            <EventText text={mark.says} />
          </span>
        </span>
      ))}
    </span>
  );
}

/** The newest incidents of a system or an environment. */
export function Incidents({ place }: { place: Place }) {
  const key = keyOf(place);
  const [incidents, again] = useLoaded(useCallback(() => readIncidents(filterOf(JSON.parse(key) as Place)), [key]));
  return (
    <section class="part" aria-labelledby="incidents">
      <h2 id="incidents">Incidents</h2>
      {incidents.state === "failed" ? (
        <ErrorNote error={incidents.error} retry={() => void again()} />
      ) : incidents.state === "loading" ? (
        <p class="quiet">Loading…</p>
      ) : incidents.data.length === 0 ? (
        <p class="quiet">None recorded.</p>
      ) : (
        <ul class="thing-incidents">
          {incidents.data.map((incident) => {
            const isOpen = isOpenIncident(incident);
            return (
              <li key={incident.ref} class={isOpen ? "is-open" : undefined}>
                <span class="day-line">
                  <a href={incidentAddress(incident.number ?? incident.ref)}>
                    {isOpen && <Sign kind="incident" />} <EventText text={incident.number ?? incident.type} />
                  </a>
                  <span class={isOpen ? "open-state" : "quiet"}>
                    {incident.durationSeconds !== null
                      ? `resolved in ${lengthInWords(incident.durationSeconds * 1000)}`
                      : incident.state === "notClosed"
                        ? "not closed"
                        : incident.state}
                  </span>
                  {"source" in place ? (
                    incident.subject !== null && (
                      <a class="day-place" href={environmentAddress(incident.subject)}>
                        <EnvironmentName name={incident.subject} />
                      </a>
                    )
                  ) : (
                    <a class="day-place" href={systemAddress(incident.source)}>
                      <SystemName name={incident.source} />
                    </a>
                  )}
                  <Severity value={incident.severity} />
                  <span class="quiet">
                    <Time at={incident.opened} />
                  </span>
                </span>
                {incident.description && <EventText text={incident.description} class="day-description" />}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

/** What happened in a system or an environment in the last days. */
export function Recent({ place, days }: { place: Place; days: number }) {
  const key = keyOf(place);
  const [recent, again] = useLoaded(useCallback(() => readRecent(filterOf(JSON.parse(key) as Place), `-${days}d`), [key, days]));
  const events = "source" in place ? eventsAddress("source", place.source) : eventsAddress("subject", place.subject);
  return (
    <section class="part" aria-labelledby="recent">
      <h2 id="recent">
        Changes <span class="quiet">last {days} days</span>
      </h2>
      {recent.state === "failed" ? (
        <ErrorNote error={recent.error} retry={() => void again()} />
      ) : recent.state === "loading" ? (
        <p class="quiet">Loading…</p>
      ) : (
        <>
          {recent.data.events.length === 0 && <p class="quiet">No changes.</p>}
          <DayList events={recent.data.events} shows={"source" in place ? "environment" : "system"} />
          <p>
            <a href={events}>{recent.data.isWhole ? "All events" : "Older events"}</a>
          </p>
        </>
      )}
    </section>
  );
}
