import { useCallback, useEffect, useState } from "preact/hooks";
import type { Column, Grid } from "../cell/shape";
import { plain } from "../event/event-text";
import { EnvironmentName, SystemName } from "../event/name";
import { EventText } from "../event/text";
import { freezeInWords, freezesIn } from "../grid/freezes";
import { compareAddress, eventsAddress, systemAddress } from "../links/addresses";
import { aliasesOf } from "../names/edit";
import { known } from "../names/known";
import { findName, readDiffMarks, readGrid } from "../systems/load";
import { ArchivedNote, Incidents, Recent, UnknownName } from "../systems/parts";
import { type Running, RunningTable } from "../systems/running-table";
import { Crumbs } from "../ui/crumbs";
import { ErrorNote } from "../ui/error-note";
import { useLoaded } from "../ui/loaded";
import { searchParams } from "../ui/router";
import { zone } from "../ui/zone";
import "../ui/thing-page.css";
import "../systems/page.css";
import { setTitle } from "../session/title";
import "./page.css";

/** An environment: every system in it, its freezes, incidents and changes. */
export function EnvironmentPage() {
  const name = searchParams.value.get("name") ?? "";
  return <Named key={name} name={name} />;
}

function Named({ name }: { name: string }) {
  const [grid, again] = useLoaded(readGrid);
  useEffect(() => {
    setTitle(plain(name) || "Environment");
  }, [name]);
  return (
    <div class="thing">
      <Crumbs to={[{ href: "/", label: "Grid" }]}>Environment</Crumbs>
      {grid.state === "failed" ? (
        <ErrorNote error={grid.error} retry={() => void again()} />
      ) : grid.state === "loading" ? (
        <p class="quiet">Loading…</p>
      ) : (
        <Found name={name} grid={grid.data} />
      )}
    </div>
  );
}

function Found({ name: asked, grid }: { name: string; grid: Grid }) {
  const one = findName(asked, "subjects", grid.columns, (column) => column.subject);
  if (one.found === null) return <UnknownName kind="environment" name={asked} near={one.near} />;
  const { found: column, name } = one;
  const before = grid.columns.filter((other) => other.next === name).flatMap((other) => other.subject ?? []);
  const aliases = aliasesOf(known.value, "subjects", name);
  const stage = stageInWords(column, grid.columns);
  return (
    <>
      <h1>
        <EventText text={name} />
      </h1>
      <div class="thing-facts">
        {stage !== "" && <EventText text={stage} />}
        {asked !== name && (
          <span>
            <EventText text={asked} /> counts as this environment
          </span>
        )}
        {aliases.length > 0 && (
          <span>
            Also sent as <EventText text={aliases.join(", ")} />
          </span>
        )}
      </div>
      {column.archivedAt != null && <ArchivedNote at={column.archivedAt} />}
      {freezesIn(name, grid.freezes ?? []).map((freeze) => (
        <p key={freeze.ref} class="thing-note freeze">
          <EventText text={freezeInWords(freeze, grid.at, zone.value)} />
        </p>
      ))}
      <p class="thing-ways">
        <a class="as-button" href={eventsAddress("subject", name)}>
          Events in this environment
        </a>
        {before.map((other) => (
          <a key={other} class="as-button" href={compareAddress(other, name)}>
            Compare with <EnvironmentName name={other} />
          </a>
        ))}
        <a class="as-button" href={compareAddress(`${name}@-1d`, name)}>
          Since yesterday
        </a>
        <a class="as-button" href={compareAddress(`${name}@-7d`, name)}>
          Since a week ago
        </a>
        <a class="as-button" href="/">
          Back to the grid
        </a>
      </p>
      <div class="thing-columns">
        <Systems grid={grid} name={name} />
        <div>
          <Incidents place={{ subject: name }} />
          <Recent place={{ subject: name }} days={7} />
        </div>
      </div>
    </>
  );
}

function stageInWords({ ladder, position }: Column, columns: readonly Column[]): string {
  if (ladder === null || position === null) return "On no ladder";
  const stages = new Set(columns.filter((column) => column.ladder === ladder).map((column) => column.position));
  return `Stage ${position + 1} of ${stages.size}${ladder === "" ? "" : ` of ${ladder}`}`;
}

type Order = "name" | "newest";

function Systems({ grid, name }: { grid: Grid; name: string }) {
  const [text, setText] = useState("");
  const [order, setOrder] = useState<Order>("name");
  const [marks, again] = useLoaded(useCallback(() => readDiffMarks(grid, (_, to) => to === name), [grid, name]));
  const all = grid.rows.flatMap(({ source, cells }): Running[] =>
    cells.filter((cell) => cell.subject === name).map((cell) => ({ source, cell })),
  );
  const wanted = text.trim().toLowerCase();
  const found = all.filter(({ source, cell }) => `${source} ${cell.version ?? ""}`.toLowerCase().includes(wanted));
  const newest = ({ cell }: Running) => cell.versionEvent?.time ?? "";
  const shown = order === "name" ? found : [...found].sort((one, other) => (newest(one) < newest(other) ? 1 : -1));
  return (
    <section class="part" aria-labelledby="systems">
      <h2 id="systems">
        Systems <span class="quiet">{found.length === all.length ? all.length : `${found.length} of ${all.length}`}</span>
      </h2>
      <div class="environment-bar">
        <input
          type="search"
          aria-label="Filter systems and versions"
          placeholder="Filter systems and versions"
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(e) => setText(e.currentTarget.value)}
        />
        <label class="compact">
          Sort{" "}
          <select value={order} onChange={(e) => setOrder(e.currentTarget.value as Order)}>
            <option value="name">By name</option>
            <option value="newest">Newest version first</option>
          </select>
        </label>
      </div>
      {marks.state === "failed" && <ErrorNote error="Couldn't compare with the stage before." retry={() => void again()} />}
      <RunningTable
        grid={grid}
        heading={
          <th scope="col" class="system">
            System
          </th>
        }
        rows={shown}
        marks={marks.state === "ready" ? marks.data : new Map()}
        nameOf={({ source }) => (
          <a href={systemAddress(source)}>
            <SystemName name={source} />
          </a>
        )}
      />
      {shown.length === 0 && <p class="quiet">No system matches.</p>}
    </section>
  );
}
