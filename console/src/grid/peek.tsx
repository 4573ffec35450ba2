import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Event } from "../api/client";
import { descriptionOf } from "../event/description";
import { plain } from "../event/event-text";
import { EventText } from "../event/text";
import { age } from "./age";
import { besideOf } from "./beside";
import { Sign } from "./mark";
import { withFewIncidents } from "./marks";
import { hidePeek, keepPeek, leavePeek, peeked } from "./peek-state";
import { environmentName } from "../cell/shape";
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
          <strong>
            <EventText text={at.source} /> <span class="quiet">in</span>{" "}
            {at.cell.subject === null ? environmentName(null) : <EventText text={at.cell.subject} />}
          </strong>
          {withFewIncidents(at.marks, incidentsInPeek).map((mark, i) => (
            <p key={i}>
              <Sign kind={mark.kind} /> <EventText text={mark.says} />
            </p>
          ))}
          {at.events ? (
            <ol>
              {at.events.map((event) => (
                <li key={event.id}>
                  <EventText text={event.type} /> {event.version !== null && <EventText text={event.version} class="mono" />}{" "}
                  <span class="quiet">{age(event.time, at.at)}</span>
                  {descriptionOf(event) && <EventText text={descriptionOf(event)} class="peek-description quiet" />}
                </li>
              ))}
            </ol>
          ) : (
            <p class="quiet">{at.failure ? "Couldn't load the latest events." : "Loading the latest events…"}</p>
          )}
        </div>
      )}
      {/* Screen readers announce the events that load after the focus moved to the cell. */}
      <p class="sr-only" role="status">
        {at?.isFocus && at.events && `Latest events: ${at.events.map((event) => plain(lineOf(event, at.at))).join("; ")}`}
      </p>
    </>
  );
}

const lineOf = (event: Event, at: string) => [event.type, event.version, age(event.time, at)].filter(Boolean).join(" ");
