import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Freeze, Place } from "../cell/shape";
import { plain } from "../event/event-text";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { EventText } from "../event/text";
import { freezeInWords } from "../grid/freezes";
import { grid, marks, show, view } from "../grid/load";
import { environmentAddress, incidentAddress } from "../links/addresses";
import { readLookAlikes } from "../names/load";
import type { LookAlike } from "../names/words";
import { mayAdminister } from "../session/permission";
import { clockTime } from "../ui/when";
import { zone } from "../ui/zone";
import { Fact } from "./fact";
import { endOf, type Facts, factsOf, isQuiet, whereFrozen } from "./facts";

/** One line for what is going on now. Says only what there is, and each fact leads to it. */
export function NowLine() {
  const lookAlikes = useLookAlikes();
  const loaded = grid.value;
  if (!loaded || view.value.at !== "") return <ul class="now-line" aria-label="Now" />;
  const facts = factsOf(loaded, marks.value);
  return (
    <ul class="now-line" aria-label="Now">
      <Incidents of={facts.incidents} />
      <Freezes of={facts.freezes} at={loaded.at} />
      <Fact
        of={facts.deploying}
        kind="deploying"
        label={
          <>
            <span aria-hidden="true">⟳ </span>
            <b>{facts.deploying.length}</b> deploying
          </>
        }
        item={(one, label) => <CellButton place={one} label={label} version={one.version} />}
      />
      <Fact
        of={facts.changed}
        kind="changed"
        label={
          <>
            <b>{facts.changed.length}</b> {facts.changed.length === 1 ? "change" : "changes"} in the last hour
          </>
        }
        item={(one, label) => <CellButton place={one} label={label} version={one.version} />}
        more={<a href="/events?from=-1h">All events of the last hour</a>}
      />
      <Fact
        of={facts.ahead}
        kind="ahead"
        label={
          <>
            <span aria-hidden="true">▲ </span>
            <b>{facts.ahead.length}</b> ahead of the stage before
          </>
        }
        item={(one, label) => <CellButton place={one} label={label} />}
        more={
          <button type="button" class="plain small" onClick={() => show({ onlyDifferences: true })}>
            Show differences only
          </button>
        }
      />
      <LookAlikeNames of={lookAlikes} />
      {isQuiet(facts) && <li class="fact quiet">Nothing going on now</li>}
    </ul>
  );
}

function CellButton({ place, label, version }: { place: Place; label?: ComponentChildren; version?: string | null }) {
  return (
    <button type="button" class="plain fact-link" onClick={() => show({ cell: place })}>
      {label ?? (
        <>
          <SystemName name={place.source} /> {place.subject !== null && <EnvironmentName name={place.subject} />}{" "}
          {version && <VersionName version={version} />}
        </>
      )}
    </button>
  );
}

function Incidents({ of }: { of: Facts["incidents"] }) {
  return (
    <Fact
      of={of}
      kind="incidents"
      label={
        <>
          <span aria-hidden="true">⚑ </span>
          <b>{of.length}</b> open {of.length === 1 ? "incident" : "incidents"}
        </>
      }
      item={({ source, incident }, label) => (
        <a href={incidentAddress(incident.number ?? incident.ref)} title={label ? plain(incident.description ?? "") : undefined}>
          {label ?? (
            <>
              <EventText text={[incident.number ?? "Incident", incident.severity].filter(Boolean).join(" ")} />{" "}
              <SystemName name={source} /> {incident.description && <EventText text={incident.description} class="quiet" />}
            </>
          )}
        </a>
      )}
      more={<a href="/incidents">All incidents</a>}
    />
  );
}

function Freezes({ of, at }: { of: readonly Freeze[]; at: string }) {
  const label = of.length > 0 && (
    <>
      <span aria-hidden="true">▨ </span>
      <b>{of.every((freeze) => freeze.kind === "maintenance") ? "Maintenance" : "Freeze"}</b> in <EventText text={whereFrozen(of)} />{" "}
      until {clockTime(endOf(of), Date.parse(at), zone.value)}
    </>
  );
  return (
    <Fact
      of={of}
      kind="frozen"
      label={label}
      item={(freeze, content) => {
        const words = freezeInWords(freeze, at, zone.value);
        const shown = content ?? <EventText text={words} />;
        return freeze.subject === null ? (
          <span title={plain(words)}>{shown}</span>
        ) : (
          <a href={environmentAddress(freeze.subject)} title={plain(words)}>
            {shown}
          </a>
        );
      }}
    />
  );
}

function useLookAlikes(): readonly LookAlike[] {
  const [found, setFound] = useState<readonly LookAlike[]>([]);
  // Without this hint the line is complete, so a failure isn't shown.
  useEffect(() => void readLookAlikes().then(setFound, () => undefined), []);
  return found;
}

function LookAlikeNames({ of }: { of: readonly LookAlike[] }) {
  const first = of[0];
  if (!first) return null;
  const names = `${first.names.slice(0, -1).join(", ")} and ${first.names.at(-1)}`;
  return (
    <li class="fact look-alikes">
      <span title={plain(names)}>
        <EventText text={names} class="strong" /> look alike{of.length > 1 && ` (and ${of.length - 1} more)`}
      </span>{" "}
      · {mayAdminister() ? <a href="/settings/names">Merge…</a> : <span class="quiet">Owners and admins can merge them</span>}
    </li>
  );
}
