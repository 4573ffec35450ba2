import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Event } from "../api/client";
import { descriptionOf } from "../event/description";
import { plain } from "../event/event-text";
import { shortVersion } from "../event/name-parts";
import { EventText } from "../event/text";
import { incidentAddress, systemAddress, versionAddress } from "../links/addresses";
import { exactTime, shortMoment } from "../ui/when";
import { zone } from "../ui/zone";
import { age } from "./age";
import { besideOf } from "./beside";
import { Sign } from "./mark";
import { withFewIncidents } from "./marks";
import { environmentLabel, systemLabel } from "./shown";
import { hidePeek, keepPeek, leavePeek, peeked } from "./peek-state";
import { environmentName, type Incident } from "../cell/shape";
import "./peek.css";

const incidentsInPeek = 3;

/** The latest events of a cell, shown next to it. */
export function Peek() {
  const element = useRef<HTMLDivElement>(null);
  const at = peeked.value;

  useLayoutEffect(() => {
    const box = element.current;
    if (!box || !at) return;
    const cell = at.button.getBoundingClientRect();
    const { left, top } = besideOf(cell, box, { width: document.body.clientWidth, height: innerHeight });
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
  });

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => e.key === "Escape" && hidePeek();
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      {at && (
        <div ref={element} id="peek" class="peek" role="tooltip" onMouseEnter={keepPeek} onMouseLeave={leavePeek}>
          <strong class="peek-title">
            <EventText text={systemLabel(at.source)} /> <span class="quiet">in</span>{" "}
            {at.cell.subject === null ? environmentName(null) : <EventText text={environmentLabel(at.cell.subject)} />}
          </strong>
          {/* The full name, because the heading shortens it. */}
          {systemLabel(at.source) !== at.source && (
            <span class="peek-full quiet">
              <EventText text={at.source} />
            </span>
          )}
          {withFewIncidents(at.marks, incidentsInPeek).map((mark, i) => (
            <p key={i} class={mark.kind === "incident" ? "peek-incident" : undefined}>
              <Sign kind={mark.kind} />{" "}
              {mark.incident ? <IncidentLine incident={mark.incident} at={at.at} /> : <EventText text={mark.says} />}
            </p>
          ))}
          {at.events ? (
            <ol>
              {at.events.map((event) => (
                <PeekLine key={event.id} event={event} at={at.at} />
              ))}
            </ol>
          ) : (
            <p class="quiet">{at.failure ? "Couldn't load the latest events." : "Loading the latest events…"}</p>
          )}
          <p class="peek-links">
            <a href={systemAddress(at.source)} tabIndex={-1}>
              Open system
            </a>
            {at.cell.version !== null && (
              <a href={versionAddress(at.source, at.cell.version)} tabIndex={-1}>
                Version <EventText text={shortVersion(at.cell.version)} />
              </a>
            )}
            <span class="quiet">Click the cell for its history</span>
          </p>
        </div>
      )}
      {/* Screen readers announce the events that load after the focus moved to the cell. */}
      <p class="sr-only" role="status">
        {at?.isFocus && at.events && `Latest events: ${at.events.map((event) => plain(lineOf(event, at.at))).join("; ")}`}
      </p>
    </>
  );
}

function IncidentLine({ incident, at }: { incident: Incident; at: string }) {
  const { number, ref, opened, description, state } = incident;
  return (
    <>
      <a href={incidentAddress(number ?? ref)} tabIndex={-1}>
        <EventText text={number ?? "Incident"} />
      </a>{" "}
      open for {age(opened, at).replace("now", "less than a minute")}
      {state === "acknowledged" && ", acknowledged"}
      {description && (
        <span class="peek-says">
          {" "}
          — <EventText text={description} />
        </span>
      )}
    </>
  );
}

/** An event: when, which version, by whom. */
function PeekLine({ event, at }: { event: Event; at: string }) {
  const time = Date.parse(event.time);
  const actor = (event.data as { actor?: unknown } | null)?.actor;
  return (
    <li>
      <time dateTime={event.time} title={exactTime(time, zone.value)}>
        {shortMoment(time, Date.parse(at), zone.value)}
      </time>
      <span class="peek-event">
        <EventText text={event.type} /> {event.version !== null && <EventText text={shortVersion(event.version)} class="mono" />}{" "}
        {typeof actor === "string" && actor !== "" && (
          <>
            by <EventText text={actor} />{" "}
          </>
        )}
        <span class="quiet">{age(event.time, at)}</span>
        {descriptionOf(event) && <EventText text={descriptionOf(event)} class="peek-description quiet" />}
      </span>
    </li>
  );
}

const lineOf = (event: Event, at: string) =>
  [event.type, event.version && shortVersion(event.version), age(event.time, at)].filter(Boolean).join(" ");
