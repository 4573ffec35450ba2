import type { ComponentChildren } from "preact";
import type { Event } from "../api/client";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { Severity } from "../event/severity";
import { EventText } from "../event/text";
import { environmentAddress, systemAddress, versionAddress } from "../links/addresses";
import { Time } from "../ui/time";

function Field({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class="value">{children}</span>
      </dd>
    </div>
  );
}

/** What an event is about: its place, with links to the pages of system, environment and version. */
export function EventFields({ event, children }: { event: Event; children?: ComponentChildren }) {
  return (
    <dl class="fields">
      <Field name="System">
        <a href={systemAddress(event.source)}>
          <SystemName name={event.source} />
        </a>
      </Field>
      <Field name="Environment">
        {event.subject === null ? (
          <span class="quiet">none</span>
        ) : (
          <a href={environmentAddress(event.subject)}>
            <EnvironmentName name={event.subject} />
          </a>
        )}
      </Field>
      {event.version !== null && (
        <Field name="Version">
          <a href={versionAddress(event.source, event.version)}>
            <VersionName version={event.version} />
          </a>
        </Field>
      )}
      <Field name="Type">
        <EventText text={event.type} />
      </Field>
      <Field name="Severity">
        <Severity value={event.severity} />
      </Field>
      <Field name="Time">
        <span class="mono">
          <Time at={event.time} exact />
        </span>{" "}
        <span class="quiet">
          (<Time at={event.time} />)
        </span>
      </Field>
      {children}
    </dl>
  );
}

export function IdField({ event, shortRef }: { event: Event; shortRef: string | null }) {
  return (
    <Field name="Id">
      <EventText text={event.id} class="mono" />
      {shortRef && (
        <span class="quiet">
          {" "}
          ref <span class="mono">{shortRef}</span>
        </span>
      )}
    </Field>
  );
}
