import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { plain } from "../../event/event-text";
import { isOpenIncident } from "../../event/incident";
import { nameParts } from "../../event/name-parts";
import { EnvironmentName, SystemName } from "../../event/name";
import { EventText } from "../../event/text";
import { environmentAddress, incidentAddress, systemAddress } from "../../links/addresses";
import { Empty } from "../../ui/empty";
import { ErrorNote } from "../../ui/error-note";
import { useLoaded } from "../../ui/loaded";
import { now } from "../../ui/now";
import { searchParams, setSearchParams } from "../../ui/router";
import { Time } from "../../ui/time";
import { zone as chosenZone } from "../../ui/zone";
import { SeverityBadge, StateBadge } from "../badges";
import { useFollow } from "../follow";
import { lastedInWords } from "../one/followed";
import { titleOf } from "../one/markdown";
import { endOf } from "../one/window";
import { dayInWords, inWords, shortClock } from "../span";
import type { Incident } from "../suspicion";
import { type Filter, readIncidents, readNames, renewed, type State, states } from "./load";
import "./list.css";

const labels: Record<State, string> = { open: "Open", resolved: "Resolved", notClosed: "Not closed" };

function filterOf(params: URLSearchParams): Filter {
  const state = params.get("state");
  return { state: states.find((one) => one === state) ?? null, source: params.get("system"), subject: params.get("environment") };
}

export function IncidentList() {
  const address = JSON.stringify(filterOf(searchParams.value));
  useEffect(() => {
    document.title = "Incidents · OpsTrails";
  }, []);
  return (
    <section class="incident-list">
      <h1>Incidents</h1>
      <Filters filter={JSON.parse(address) as Filter} />
      <Listed key={address} address={address} />
    </section>
  );
}

function Filters({ filter }: { filter: Filter }) {
  const [names] = useLoaded(readNames);
  const { sources, subjects } = names.state === "ready" ? names.data : { sources: [], subjects: [] };
  return (
    <div class="incident-filters">
      <div role="group" aria-label="State" class="states">
        {[null, ...states].map((state) => (
          <button type="button" key={state} aria-pressed={filter.state === state} onClick={() => setSearchParams({ state })}>
            {state === null ? "All" : labels[state]}
          </button>
        ))}
      </div>
      <NameFilter label="Environment" parameter="environment" all="All environments" names={subjects} chosen={filter.subject} />
      <NameFilter label="System" parameter="system" all="All systems" names={sources} chosen={filter.source} />
    </div>
  );
}

interface NameFilterProps {
  label: string;
  parameter: string;
  all: string;
  names: readonly string[];
  chosen: string | null;
}

function NameFilter({ label, parameter, all, names, chosen }: NameFilterProps) {
  // A name from a link may not be recorded yet.
  const listed = useMemo(() => [...new Set([...names, ...(chosen === null ? [] : [chosen])])].sort(byOwnName), [names, chosen]);
  return (
    <label>
      <span class="sr-only">{label}</span>
      <select value={chosen ?? ""} onChange={(e) => setSearchParams({ [parameter]: e.currentTarget.value || null })}>
        <option value="">{all}</option>
        {listed.map((name) => (
          <option key={name} value={name}>
            {optionText(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

const byOwnName = (one: string, other: string) => nameParts(one).own.localeCompare(nameParts(other).own);

/** Two owners can have a system of one name. */
function optionText(name: string): string {
  const { own, owner } = nameParts(name);
  return plain(owner === "" ? own : `${own} (${owner})`);
}

function Listed({ address }: { address: string }) {
  const filter = useMemo(() => JSON.parse(address) as Filter, [address]);
  const [incidents, setIncidents] = useState<readonly Incident[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const firstSize = useRef(0);

  const readFirst = useCallback(async () => {
    try {
      const page = await readIncidents(filter, null);
      setIncidents((before) => (before === null ? page.incidents : renewed(page.incidents, before, firstSize.current)));
      // With more pages shown, the cursor is that of the last of them.
      setNext((before) => (firstSize.current > 0 && before !== null ? before : page.next));
      firstSize.current = page.incidents.length;
      setFailure(null);
    } catch (e) {
      setFailure(e);
    }
  }, [filter]);

  useEffect(() => void readFirst(), [readFirst]);
  useFollow(true, readFirst);

  async function readMore() {
    setBusy(true);
    try {
      const page = await readIncidents(filter, next);
      setIncidents((before) => {
        const seen = new Set(before?.map((one) => one.ref));
        return [...(before ?? []), ...page.incidents.filter((one) => !seen.has(one.ref))];
      });
      setNext(page.next);
    } catch (e) {
      setFailure(e);
    }
    setBusy(false);
  }

  const isFiltered = filter.state !== null || filter.source !== null || filter.subject !== null;
  return (
    <>
      {failure !== null && <ErrorNote error={failure} retry={() => void readFirst()} />}
      {incidents === null && failure === null && <p class="quiet late">Loading…</p>}
      {incidents?.length === 0 &&
        (isFiltered ? (
          <Empty title="No incident matches">
            <p>
              <a href="/incidents">Show all incidents</a>
            </p>
          </Empty>
        ) : (
          <Empty title="No incidents">
            <p>
              Send events of the types <code>incident.opened</code> and <code>incident.resolved</code>, with your own number as{" "}
              <code>incident</code> in <code>data</code>. Alert tools can send them through a webhook.
            </p>
          </Empty>
        ))}
      {incidents && incidents.length > 0 && <Table incidents={incidents} />}
      {next !== null && (
        <p>
          <button type="button" disabled={isBusy} onClick={() => void readMore()}>
            Show more
          </button>
        </p>
      )}
    </>
  );
}

function Table({ incidents }: { incidents: readonly Incident[] }) {
  const shared = sharedNumbers(incidents);
  return (
    <table class="incidents">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Incident</th>
          <th scope="col">System</th>
          <th scope="col">Environment</th>
          <th scope="col">Severity</th>
          <th scope="col">Opened</th>
          <th scope="col">Duration</th>
        </tr>
      </thead>
      <tbody>
        {incidents.map((incident) => (
          <Row key={incident.ref} incident={incident} isShared={shared.has(incident.number ?? "")} />
        ))}
      </tbody>
    </table>
  );
}

/** The numbers that several incidents have. */
function sharedNumbers(incidents: readonly Incident[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(incidents.flatMap(({ number }) => (number !== null && seen.size === seen.add(number).size ? [number] : [])));
}

function Row({ incident, isShared }: { incident: Incident; isShared: boolean }) {
  const zone = chosenZone.value;
  const opened = Date.parse(incident.opened);
  const end = endOf(incident, isOpenIncident(incident) ? now.value : opened);
  const { rolledBack } = incident.followed;
  return (
    <tr class={`is-${incident.state}`}>
      <td class="cell-state">
        <StateBadge incident={incident} />
      </td>
      <th scope="row" class="cell-title">
        <a href={incidentAddress(isShared ? incident.ref : (incident.number ?? incident.ref))}>
          {incident.number !== null && (
            <>
              <EventText text={incident.number} class="number" />{" "}
            </>
          )}
          {(incident.number === null || incident.description !== null) && <EventText text={titleOf(incident)} />}
        </a>
      </th>
      <td class="cell-system">
        <a href={systemAddress(incident.source)}>
          <SystemName name={incident.source} />
        </a>
      </td>
      <td class="cell-environment">
        {incident.subject !== null && (
          <a href={environmentAddress(incident.subject)}>
            <EnvironmentName name={incident.subject} />
          </a>
        )}
      </td>
      <td class="cell-severity">
        <SeverityBadge severity={incident.severity} />
      </td>
      <td class="cell-opened">
        {dayInWords(opened, zone, now.value)} {shortClock(opened, zone)} <span class="quiet">
          <Time at={incident.opened} />
        </span>
      </td>
      <td class="cell-duration">
        <span class={isOpenIncident(incident) ? "is-bad" : incident.resolved !== null ? "is-good" : "quiet"}>
          {incident.state === "notClosed" ? "not closed" : lastedInWords(incident, end)}
        </span>
        {rolledBack && (
          <span class="quiet" title={`Rolled back ${inWords(rolledBack.secondsAfter * 1000)} after it was opened`}>
            {" "}
            ↺<span class="sr-only"> rolled back</span>
          </span>
        )}
      </td>
    </tr>
  );
}
