import { useCallback, useEffect, useState } from "preact/hooks";
import { api, getData } from "../api/client";
import { Proof } from "../cell/proof";
import { type Column, type Diff, environmentName } from "../cell/shape";
import { eventAddress } from "../event/address";
import { DayList } from "../event/day-list";
import { plain } from "../event/event-text";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { EventText } from "../event/text";
import { environmentAddress, systemAddress, versionAddress } from "../links/addresses";
import { readSettings } from "../names/load";
import { CopyButton } from "../ui/copy-button";
import { Crumbs } from "../ui/crumbs";
import { Empty } from "../ui/empty";
import { ErrorNote } from "../ui/error-note";
import { useLoaded } from "../ui/loaded";
import { searchParams, setSearchParams } from "../ui/router";
import { exactTime, shortTime } from "../ui/when";
import { zone, zoneName } from "../ui/zone";
import { type Changes, changesInMarkdown, isPast, readChanges } from "./changes";
import { fieldOf, momentOf, presets } from "./moments";
import { changeInWords, findingInWords, isPlain, namesOf, readSides, type Side, type Sides, stateInWords, writeSide } from "./sides";
import "../ui/thing-page.css";
import { setTitle } from "../session/title";
import "./page.css";

const readColumns = async () => (await getData(api.GET("/api/v1/grid", { params: { query: { archived: "include" } } }))).columns;

/** Compares two environments, or one with its own past, with events as evidence. */
export function ComparePage() {
  const [columns, again] = useLoaded(readColumns);
  useEffect(() => {
    setTitle("Compare");
  }, []);

  const sides = columns.state === "ready" ? readSides(searchParams.value, columns.data) : null;
  return (
    <div class="thing compare-page">
      <Crumbs to={[{ href: "/", label: "Grid" }]}>Compare</Crumbs>
      <h1>Compare environments</h1>
      {columns.state === "failed" ? (
        <ErrorNote error={columns.error} retry={() => void again()} />
      ) : columns.state === "loading" ? (
        <p class="quiet">Loading…</p>
      ) : sides === null ? (
        <Empty title="Nothing to compare yet">
          <p>
            Record events in two environments to compare them. <a href="/">Go to the grid</a>
          </p>
        </Empty>
      ) : (
        <>
          <Choice sides={sides} columns={columns.data} />
          <Compared key={JSON.stringify(sides)} sides={sides} columns={columns.data} />
        </>
      )}
    </div>
  );
}

function Choice({ sides, columns }: { sides: Sides; columns: readonly Column[] }) {
  const names = new Set(columns.map((column) => column.subject));
  const choose = (next: Sides) =>
    setSearchParams({ from: writeSide(next.from, names), to: writeSide(next.to, names), at: null }, "push");
  return (
    <div class="compare-choice">
      <SidePicker label="From" side={sides.from} columns={columns} onChoose={(from) => choose({ ...sides, from })} />
      <button
        type="button"
        class="compare-swap"
        aria-label="Swap the sides"
        title="Swap the sides"
        onClick={() => choose({ from: sides.to, to: sides.from })}
      >
        <span aria-hidden="true">⇄</span>
      </button>
      <SidePicker label="To" side={sides.to} columns={columns} onChoose={(to) => choose({ ...sides, to })} />
    </div>
  );
}

interface SidePickerProps {
  label: string;
  side: Side;
  columns: readonly Column[];
  onChoose: (side: Side) => void;
}

const picked = "picked";

function SidePicker({ label, side, columns, onChoose }: SidePickerProps) {
  const [isPicking, setIsPicking] = useState(false);
  const isPreset = presets.some((one) => one.at === side.at);
  const field = fieldOf(side.at, zone.value);
  const showsField = isPicking || field !== "";
  return (
    <fieldset class="compare-side">
      <legend>{label}</legend>
      <select
        aria-label={`${label}: environment`}
        value={side.subject ?? ""}
        onChange={(e) => onChoose({ ...side, subject: e.currentTarget.value || null })}
      >
        {!columns.some((column) => column.subject === side.subject) && (
          <option value={side.subject ?? ""}>{plain(environmentName(side.subject))}</option>
        )}
        {columns.map(({ subject, archivedAt }) => (
          <option key={subject} value={subject ?? ""}>
            {plain(environmentName(subject))}
            {archivedAt == null ? "" : " (archived)"}
          </option>
        ))}
      </select>
      <select
        aria-label={`${label}: moment`}
        value={showsField ? picked : side.at}
        onChange={(e) => {
          setIsPicking(e.currentTarget.value === picked);
          if (e.currentTarget.value !== picked) onChoose({ ...side, at: e.currentTarget.value });
        }}
      >
        {presets.map(({ at, label: words }) => (
          <option key={at} value={at}>
            {words}
          </option>
        ))}
        {!isPreset && !showsField && <option value={side.at}>{plain(side.at)}</option>}
        <option value={picked}>Pick a time…</option>
      </select>
      {showsField && (
        <input
          type="datetime-local"
          aria-label={`${label}: time${zone.value === "utc" ? ", UTC" : ""}`}
          value={field}
          onChange={(e) => {
            const at = momentOf(e.currentTarget.value, zone.value);
            if (at !== null) onChoose({ ...side, at });
          }}
        />
      )}
    </fieldset>
  );
}

function Compared({ sides, columns }: { sides: Sides; columns: readonly Column[] }) {
  const load = useCallback(() => {
    const names = new Set(columns.map((column) => column.subject));
    const query = { from: writeSide(sides.from, names), to: writeSide(sides.to, names), timezone: zoneName(zone.peek()) };
    return getData(api.GET("/api/v1/diff", { params: { query } }));
  }, []);
  const [diff, again] = useLoaded(load);
  if (diff.state === "failed") return <ErrorNote error={diff.error} retry={() => void again()} />;
  return diff.state === "loading" ? <p class="quiet">Loading…</p> : <Result diff={diff.data} />;
}

function Result({ diff }: { diff: Diff }) {
  const different = diff.sources.filter((source) => !isPlain(source));
  const showsAll = searchParams.value.get("show") === "all";
  const show = (all: boolean) => setSearchParams({ show: all ? "all" : null });
  const sources = showsAll ? diff.sources : different;
  return (
    <>
      <p class="thing-facts">
        <span>
          <Named side={diff.from} /> <Moment at={diff.from.at} />
        </span>
        {diff.to.at !== diff.from.at || isPast(diff) ? (
          <span>
            <Named side={diff.to} /> <Moment at={diff.to.at} />
          </span>
        ) : (
          <Named side={diff.to} />
        )}
      </p>
      <div class="compare-show" role="group" aria-label="Systems to show">
        <button type="button" aria-pressed={!showsAll} onClick={() => show(false)}>
          Only differences <span class="quiet">{different.length}</span>
        </button>
        <button type="button" aria-pressed={showsAll} onClick={() => show(true)}>
          All systems <span class="quiet">{diff.sources.length}</span>
        </button>
      </div>
      {sources.length > 0 ? (
        <DiffTable diff={diff} sources={sources} />
      ) : (
        <Empty title="No differences">
          <p>
            {diff.sources.length === 0
              ? "Neither side has a version of any system."
              : `${diff.sources.length} ${diff.sources.length === 1 ? "system runs" : "systems run"} the same version on both sides.`}
          </p>
        </Empty>
      )}
      {different.length > 0 && <Between diff={diff} />}
    </>
  );
}

function Moment({ at }: { at: string }) {
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={exactTime(moment, zone.value)}>
      at {shortTime(moment, zone.value).slice(0, 16)}
    </time>
  );
}

function Named({ side }: { side: Diff["from"] }) {
  return side.subject === null ? (
    <>{environmentName(null)}</>
  ) : (
    <a href={environmentAddress(side.subject)}>
      <EnvironmentName name={side.subject} />
    </a>
  );
}

/** A heading of a side. Of one environment, the moment tells the sides apart. */
function SideHead({ diff, side }: { diff: Diff; side: Diff["from"] }) {
  if (!isPast(diff)) return <EnvironmentName name={environmentName(side.subject)} />;
  return <>{shortTime(Date.parse(side.at), zone.value).slice(0, 16)}</>;
}

/** Has explicit ARIA roles: on narrow screens CSS changes the table's display, and some browsers then drop its implicit roles. */
function DiffTable({ diff, sources }: { diff: Diff; sources: Diff["sources"] }) {
  const names = namesOf(diff);
  return (
    <table class="thing-table compare-table" role="table" aria-label="Systems on both sides">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader" class="compare-system">
            System
          </th>
          <th scope="col" role="columnheader">
            <SideHead diff={diff} side={diff.from} />
          </th>
          <th scope="col" role="columnheader">
            <SideHead diff={diff} side={diff.to} />
          </th>
          <th scope="col" role="columnheader" class="compare-status">
            Status and evidence
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {sources.map((source) => (
          <tr key={source.source} role="row">
            <th scope="row" role="rowheader">
              <a href={systemAddress(source.source)}>
                <SystemName name={source.source} />
              </a>
            </th>
            <td role="cell">
              <Version source={source.source} side={source.from} />
            </td>
            <td role="cell">
              <Version source={source.source} side={source.to} />
            </td>
            <td role="cell">
              <Findings diff={diff} source={source} names={names} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FindingsProps {
  diff: Diff;
  source: Diff["sources"][number];
  names: ReturnType<typeof namesOf>;
}

function Findings({ diff, source, names }: FindingsProps) {
  const isForward = isPast(diff) && diff.from.at <= diff.to.at;
  const sides = isPast(diff) ? { from: "the first moment", to: "the second moment" } : names;
  const state = isForward ? changeInWords(source.state) : stateInWords(source.state, sides);
  return (
    <details class="findings">
      <summary>
        {source.findings.map((finding, i) => {
          const more = findingInWords(finding, names);
          return <EventText key={i} text={more ?? state} class={more === null ? `state ${source.state}` : "state marked"} />;
        })}
        {source.findings.length === 0 && <EventText text={state} class="state" />}
      </summary>
      {source.findings.flatMap((finding) =>
        finding.events.map((event) => (
          <Proof key={`${finding.kind} ${event.subject} ${event.id}`} event={event} source={source.source} here={undefined} />
        )),
      )}
    </details>
  );
}

function Version({ source, side }: { source: string; side: Diff["sources"][number]["from"] }) {
  if (side === null) return <span class="quiet">–</span>;
  if (side.version === null) return <span class="quiet">none</span>;
  return (
    <a href={versionAddress(source, side.version)}>
      <VersionName version={side.version} />
    </a>
  );
}

/** What changed between the two sides, as a list to copy. */
function Between({ diff }: { diff: Diff }) {
  const load = useCallback(async () => {
    await readSettings().catch(() => undefined);
    return readChanges(diff);
  }, [diff]);
  const [changes, again] = useLoaded(load);
  const events = changes.state === "ready" ? changes.data.systems.flatMap((system) => system.events) : [];
  const newestFirst = [...events].sort((one, other) => (one.time < other.time ? 1 : -1));
  return (
    <section class="part compare-between" aria-labelledby="between">
      <h2 id="between">
        What changed in between
        {changes.state === "ready" && <span class="quiet">{events.length}</span>}
        {changes.state === "ready" && <CopyChanges diff={diff} changes={changes.data} />}
      </h2>
      {changes.state === "failed" ? (
        <ErrorNote error={changes.error} retry={() => void again()} />
      ) : changes.state === "loading" ? (
        <p class="quiet">Loading…</p>
      ) : (
        <>
          {!changes.data.isWhole && <p class="thing-note">Too many events to read all. The earliest changes are missing.</p>}
          {events.length === 0 ? (
            <p class="quiet">No changes of versions are recorded in between.</p>
          ) : (
            <DayList events={newestFirst} shows="system" />
          )}
        </>
      )}
    </section>
  );
}

function CopyChanges({ diff, changes }: { diff: Diff; changes: Changes }) {
  const text = () => changesInMarkdown(diff, changes, (event) => location.origin + eventAddress(event.id, event.source));
  return <CopyButton label="Copy as Markdown" text={text} />;
}
