import { useCallback, useEffect } from "preact/hooks";
import type { Event } from "../api/client";
import { environmentName } from "../cell/shape";
import { DayList } from "../event/day-list";
import { EnvironmentLink } from "../cell/links";
import { plain } from "../event/event-text";
import { EventLinks } from "../event/links";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { nameParts, shortVersion } from "../event/name-parts";
import { EventText } from "../event/text";
import { systemAddress, versionAddress } from "../links/addresses";
import { writeCondition } from "../query/query-text";
import { nearNames } from "../names/near";
import { CopyButton } from "../ui/copy-button";
import { Crumbs } from "../ui/crumbs";
import { lengthInWords } from "../ui/day";
import { ErrorNote } from "../ui/error-note";
import { useLoaded } from "../ui/loaded";
import { now } from "../ui/now";
import { searchParams } from "../ui/router";
import { Time } from "../ui/time";
import { exactTime, shortTime } from "../ui/when";
import { zone } from "../ui/zone";
import { readVersion, type VersionHistory } from "./load";
import type { Stay } from "./stays";
import { scaleOf, ticksOf } from "./timeline";
import "../ui/thing-page.css";
import { setTitle } from "../session/title";
import "./page.css";

/** A version of a system: where it is and was, how long it took, who made it. */
export function VersionPage() {
  const system = searchParams.value.get("system") ?? "";
  const version = searchParams.value.get("version") ?? "";
  return <Named key={JSON.stringify([system, version])} system={system} version={version} />;
}

function Named({ system, version }: { system: string; version: string }) {
  const [history, again] = useLoaded(useCallback(() => readVersion(system, version), [system, version]));
  useEffect(() => {
    setTitle(`${plain(`${shortVersion(version)} of ${nameParts(system).own}`)}`);
  }, [system, version]);
  const way = [
    { href: "/", label: "Grid" },
    ...(system === "" ? [] : [{ href: systemAddress(system), label: plain(nameParts(system).own) }]),
  ];
  return (
    <div class="thing version-page">
      <Crumbs to={way}>Version</Crumbs>
      {history.state === "failed" ? (
        <ErrorNote error={history.error} retry={() => void again()} />
      ) : history.state === "loading" ? (
        <p class="quiet">Loading…</p>
      ) : history.data.events.length === 0 ? (
        <Unknown system={system} version={version} history={history.data} />
      ) : (
        <Known version={version} history={history.data} />
      )}
    </div>
  );
}

function Unknown({ system, version, history }: { system: string; version: string; history: VersionHistory }) {
  const row = history.grid.rows.find((one) => one.source === history.system);
  const near = row
    ? nearNames(
        version,
        row.cells.flatMap((cell) => cell.version ?? []).filter((one, i, all) => all.indexOf(one) === i),
      )
    : nearNames(
        system,
        history.grid.rows.map((one) => one.source),
      );
  return (
    <>
      <h1>Unknown version</h1>
      <p>
        No event of <EventText text={system} class="mono" /> names the version <EventText text={version} class="mono" />. Its retention
        period may have ended.{near.length > 0 && " Did you mean:"}
      </p>
      {near.length > 0 && (
        <ul class="near-names">
          {near.map((one) => (
            <li key={one}>
              {row ? (
                <a href={versionAddress(history.system, one)}>
                  <VersionName version={one} />
                </a>
              ) : (
                <a href={versionAddress(one, version)}>
                  <SystemName name={one} />
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      <p>
        {row ? <a href={systemAddress(history.system)}>Go to the system</a> : <a href="/">Go to the grid</a>}
      </p>
    </>
  );
}

const authorNames = ["author", "actor", "user", "deployedBy", "triggeredBy"];

/** The people that the events of a version name. */
function authorsOf(events: readonly Event[]): string[] {
  const authors = events.flatMap((event) => {
    const data = event.data as Record<string, unknown> | null;
    return authorNames.flatMap((name) => (typeof data?.[name] === "string" && data[name] !== "" ? [data[name]] : []));
  });
  return [...new Set(authors)].slice(0, 5);
}

/** One payload of all events, so that each link is shown once. */
const payloadOf = (events: readonly Event[]) => [...events].reverse().map((event) => event.data);

function Known({ version, history }: { version: string; history: VersionHistory }) {
  const { system, events, stays, grid } = history;
  const running = grid.rows.find((row) => row.source === system)?.cells.filter((cell) => cell.version === version) ?? [];
  const authors = authorsOf(events);
  const query = `${writeCondition("source", system)} ${writeCondition("version", version)}`;
  return (
    <>
      <h1>
        <VersionName version={version} /> <span class="quiet">of</span>{" "}
        <a href={systemAddress(system)}>
          <SystemName name={system} />
        </a>
      </h1>
      <div class="thing-facts">
        {shortVersion(version) !== version && <EventText text={version} class="mono" />}
        <span>
          {running.length === 0
            ? "Runs nowhere now"
            : `Runs in ${running.length} ${running.length === 1 ? "environment" : "environments"} now`}
        </span>
        {authors.length > 0 && (
          <span>
            By <EventText text={authors.join(", ")} />
          </span>
        )}
      </div>
      <EventLinks event={{ source: system, subject: null, version, data: payloadOf(events) as never }} label="Links of this version" />
      <p class="thing-ways">
        <a class="as-button" href={`/events?${new URLSearchParams({ q: query, from: "-90d" })}`}>
          Events of this version
        </a>
        <CopyButton label="Copy version" text={version} />
      </p>
      {!history.isWhole && (
        <p class="thing-note">
          This system has more events than this page reads. Arrivals may be missing, and the version may have been replaced earlier than
          shown.
        </p>
      )}
      {stays.length === 0 ? (
        <p class="quiet">It arrived nowhere: no deployment of it has finished.</p>
      ) : (
        <>
          <Timeline stays={stays} grid={history.grid} />
          <Stays history={history} />
        </>
      )}
      <section class="part" aria-labelledby="events">
        <h2 id="events">
          Events <span class="quiet">{events.length}</span>
        </h2>
        <DayList events={events} shows="environment" />
      </section>
    </>
  );
}

const order = (stays: readonly Stay[], { columns }: VersionHistory["grid"]) => {
  const at = new Map(columns.map((column, i) => [column.subject, i]));
  return [...stays].sort((one, other) => (at.get(one.subject) ?? 1e6) - (at.get(other.subject) ?? 1e6));
};

/** The stays as bars. The table below has the same for screen readers. */
function Timeline({ stays, grid }: { stays: readonly Stay[]; grid: VersionHistory["grid"] }) {
  const first = Math.min(...stays.map((stay) => Date.parse(stay.from)));
  const last = now.value;
  const scale = scaleOf(first, last);
  const percent = (share: number) => `${(share * 100).toFixed(3)}%`;
  const lanes = new Map<string | null, Stay[]>();
  for (const stay of order(stays, grid)) lanes.set(stay.subject, [...(lanes.get(stay.subject) ?? []), stay]);
  const ticks = ticksOf(first, last, zone.value, 5);
  return (
    <div class="timeline" aria-hidden="true">
      {[...lanes].map(([subject, own]) => (
        <div key={subject} class="timeline-lane">
          <EnvironmentName name={environmentName(subject)} />
          <div class="timeline-track">
            {ticks.map((tick) => (
              <i key={tick.at} style={{ left: percent(scale(tick.at)) }} />
            ))}
            {own.map((stay) => {
              const [from, until] = [scale(Date.parse(stay.from)), stay.until === null ? 1 : scale(Date.parse(stay.until))];
              const end = stay.until === null ? "now" : shortTime(Date.parse(stay.until), zone.value);
              return (
                <b
                  key={stay.from}
                  class={stay.until === null ? "is-running" : undefined}
                  title={`${shortTime(Date.parse(stay.from), zone.value)} to ${end}`}
                  style={{ left: percent(from), width: percent(until - from) }}
                />
              );
            })}
          </div>
        </div>
      ))}
      <div class="timeline-lane timeline-axis">
        <span />
        <div class="timeline-track">
          {ticks.map((tick) => (
            <span key={tick.at} style={{ left: percent(scale(tick.at)) }}>
              {tick.label}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}

function Stays({ history }: { history: VersionHistory }) {
  const { stays, steps, grid, system } = history;
  return (
    <section class="part" aria-labelledby="where">
      <h2 id="where">Where it is and was</h2>
      <div class="stays-frame" role="region" aria-label="Environments of this version" tabIndex={0}>
        <table class="thing-table stays">
          <thead>
            <tr>
              <th scope="col" class="place">
                Environment
              </th>
              <th scope="col" class="arrived">
                Arrived
              </th>
              <th scope="col" class="until">
                Until
              </th>
              <th scope="col" class="span">
                Ran for
              </th>
              <th scope="col" class="step">
                From the stage before
              </th>
              <th scope="col">Replaced by</th>
            </tr>
          </thead>
          <tbody>
            {order(stays, grid).map((stay, i, all) => {
              const step = all[i - 1]?.subject === stay.subject ? undefined : steps.get(stay.subject);
              const end = stay.until === null ? now.value : Date.parse(stay.until);
              return (
                <tr key={`${stay.subject} ${stay.from}`}>
                  <th scope="row">
                    <EnvironmentLink subject={stay.subject} />
                  </th>
                  <td>
                    <Moment at={stay.from} />
                  </td>
                  <td>
                    {stay.until === null ? (
                      <span class="runs">now</span>
                    ) : (
                      <>
                        <Moment at={stay.until} />
                        {!stay.isEndKnown && <span class="quiet"> or earlier</span>}
                      </>
                    )}
                  </td>
                  <td>{lengthInWords(Math.max(end - Date.parse(stay.from), 0))}</td>
                  <td>
                    {step && (
                      <>
                        {lengthInWords(step.span)} <span class="quiet">after</span> <EnvironmentName name={step.from} />
                      </>
                    )}
                  </td>
                  <td>
                    {stay.replacedBy !== null ? (
                      <a href={versionAddress(system, stay.replacedBy)}>
                        <VersionName version={stay.replacedBy} />
                      </a>
                    ) : (
                      stay.until !== null && <span class="quiet">a rollback</span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <span title={exactTime(Date.parse(at), zone.value)}>
      {shortTime(Date.parse(at), zone.value).slice(0, 16)}{" "}
      <span class="quiet wide-only">
        <Time at={at} />
      </span>
    </span>
  );
}
