import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Event } from "../api/client";
import { eventAddress } from "../event/address";
import { EventLinks, LinkedText } from "../event/links";
import { CopyButton } from "../ui/copy-button";
import { ErrorNote } from "../ui/error-note";
import { Time } from "../ui/time";
import { exactTime } from "../ui/when";
import { changeQuery, eventQuery } from "../query/current";
import { curlOf } from "../event/curl";
import { Neighbours } from "./neighbours-panel";
import { type Field, hasCondition, toggleCondition } from "../query/query-text";
import { Severity } from "../event/severity";
import { EventText } from "../event/text";
import { readWhole, type Whole } from "../event/whole-event";
import "./details.css";

const known = new Set([
  "id",
  "specversion",
  "type",
  "source",
  "time",
  "subject",
  "severity",
  "version",
  "datacontenttype",
  "dataschema",
  "data",
  "createdAt",
]);

/** The fields of an event, its payload as recorded, and the events before and after it in its cell. */
export function Details({ event, given }: { event: Event; given?: Whole }) {
  const [whole, setWhole] = useState<Whole | null>(given ?? null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    if (given) return;
    const stop = new AbortController();
    setFailure(null);
    readWhole(event, stop.signal).then(setWhole, (e: unknown) => !stop.signal.aborted && setFailure(e));
    return () => stop.abort();
  }, [event.id, event.source, tries]);

  return (
    <div class="details">
      <Fields event={event} />
      <EventLinks event={event} label="Links of this event" />
      <section aria-label="Payload">
        <h3>Payload</h3>
        {whole ? (
          whole.data === null ? (
            <p class="quiet">This event has no data.</p>
          ) : (
            <pre class="payload" tabIndex={0} aria-label="data as JSON">
              <EventText text={whole.data} />
            </pre>
          )
        ) : failure ? (
          <ErrorNote error={failure} retry={() => setTries(tries + 1)} />
        ) : (
          <p class="quiet">Loading…</p>
        )}
      </section>
      <p class="actions">
        <a class="as-button" href={eventAddress(event.id, event.source)}>
          Related changes
        </a>
        <CopyButton label="Copy JSON" text={() => whole?.json ?? JSON.stringify(event, null, 2)} />
        <CopyButton label="Copy curl" text={() => curlOf(location.origin, event)} />
        <CopyButton label="Copy link" text={() => location.origin + eventAddress(event.id, event.source)} />
      </p>
      <Neighbours event={event} />
    </div>
  );
}

function Fields({ event }: { event: Event }) {
  const at = Date.parse(event.time);
  const recorded = Date.parse(event.createdAt);
  const description = (event.data as { description?: unknown } | null)?.description;
  const extensions = Object.entries(event).filter(([name]) => !known.has(name));
  return (
    <dl class="fields">
      {typeof description === "string" && description !== "" && (
        <Row name="Description" wide>
          <LinkedText text={description} field="data.description" source={event.source} class="lines" />
        </Row>
      )}
      <Row name="Time">
        {new Date(at).getTimezoneOffset() !== 0 && <span class="mono block">{exactTime(at, "local")}</span>}
        <span class="mono">{exactTime(at, "utc")}</span>{" "}
        <span class="quiet">
          (<Time at={event.time} />)
        </span>
      </Row>
      <Row name="Recorded">
        <span class="mono">{exactTime(recorded, "utc")}</span>
        {recorded - at > 60_000 && <span class="quiet block">{lateness(recorded - at)} after the event</span>}
      </Row>
      <Row name="Severity" filter={{ field: "severity", value: event.severity }}>
        <Severity value={event.severity} />
      </Row>
      <Row name="Type" filter={{ field: "type", value: event.type }}>
        <EventText text={event.type} />
      </Row>
      <Row name="System" filter={{ field: "source", value: event.source }}>
        <EventText text={event.source} />
      </Row>
      <Row name="Environment" filter={{ field: "subject", value: event.subject }}>
        {event.subject === null ? <span class="quiet">none</span> : <EventText text={event.subject} />}
      </Row>
      <Row name="Version" filter={{ field: "version", value: event.version }}>
        {event.version === null ? <span class="quiet">none</span> : <EventText text={event.version} class="mono" />}
      </Row>
      <Row name="Id">
        <EventText text={event.id} class="mono" />
      </Row>
      {event.dataschema !== null && (
        <Row name="Schema">
          <EventText text={event.dataschema} class="mono" />
        </Row>
      )}
      {event.datacontenttype !== "application/json" && (
        <Row name="Content type">
          <EventText text={event.datacontenttype} class="mono" />
        </Row>
      )}
      {extensions.map(([name, value]) => (
        <Row name={name} key={name}>
          <EventText text={typeof value === "string" ? value : JSON.stringify(value)} />
        </Row>
      ))}
    </dl>
  );
}

interface RowProps {
  name: string;
  wide?: boolean;
  filter?: { field: Field; value: string | null };
  children: ComponentChildren;
}

function Row({ name, wide, filter, children }: RowProps) {
  return (
    <div class={wide ? "wide" : undefined}>
      <dt>{name}</dt>
      <dd>
        <span class="value">{children}</span>
        {filter && <FilterBy name={name.toLowerCase()} field={filter.field} value={filter.value ?? ""} />}
      </dd>
    </div>
  );
}

function FilterBy({ name, field, value }: { name: string; field: Field; value: string }) {
  const q = eventQuery.value.q;
  const button = (negated: boolean) => {
    const pressed = hasCondition(q, field, value, negated);
    const what = negated ? `Exclude this ${name}` : `Only this ${name}`;
    return (
      <button
        type="button"
        class="plain small"
        aria-pressed={pressed}
        aria-label={what}
        title={what}
        onClick={() => changeQuery({ q: toggleCondition(q, field, value, negated) })}
      >
        {negated ? "≠" : "="}
      </button>
    );
  };
  return (
    <span class="filter-by">
      {button(false)}
      {button(true)}
    </span>
  );
}

function lateness(span: number): string {
  const minutes = Math.round(span / 60_000);
  return minutes < 120 ? `${minutes} min` : minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}
