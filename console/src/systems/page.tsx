import { useCallback, useEffect } from "preact/hooks";
import { EnvironmentLink } from "../cell/links";
import { cellsOf, type Grid, type GridRow } from "../cell/shape";
import { plain } from "../event/event-text";
import { sourceAddress } from "../event/links-of";
import { OutLinkTo } from "../event/links";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { nameParts } from "../event/name-parts";
import { EventText } from "../event/text";
import { environmentAddress, eventsAddress, versionAddress } from "../links/addresses";
import { aliasesOf } from "../names/edit";
import { known } from "../names/known";
import { Crumbs } from "../ui/crumbs";
import { ErrorNote } from "../ui/error-note";
import { useLoaded } from "../ui/loaded";
import { searchParams } from "../ui/router";
import { Time } from "../ui/time";
import { findName, readDiffMarks, readGrid } from "./load";
import { versionsOnTheWay } from "./on-the-way";
import { ArchivedNote, Incidents, Recent, UnknownName } from "./parts";
import { RunningTable } from "./running-table";
import "../ui/thing-page.css";
import { setTitle } from "../session/title";
import "./page.css";

/** A system: where it runs, what is on the way, its incidents and changes. */
export function SystemPage() {
  const name = searchParams.value.get("name") ?? "";
  return <Named key={name} name={name} />;
}

function Named({ name }: { name: string }) {
  const [grid, again] = useLoaded(readGrid);
  useEffect(() => {
    setTitle(plain(nameParts(name).own) || "System");
  }, [name]);
  return (
    <div class="thing">
      <Crumbs to={[{ href: "/", label: "Grid" }]}>System</Crumbs>
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
  const one = findName(asked, "sources", grid.rows, (row) => row.source);
  if (one.found === null) return <UnknownName kind="system" name={asked} near={one.near} />;
  const { found: row, name } = one;
  const address = sourceAddress(name);
  const aliases = aliasesOf(known.value, "sources", name);
  return (
    <>
      <h1>
        <SystemName name={name} />
      </h1>
      <div class="thing-facts">
        {nameParts(name).own !== name && <EventText text={name} class="mono" />}
        {address !== null && <OutLinkTo url={address} label="Source" />}
        {asked !== name && (
          <span>
            <EventText text={asked} /> counts as this system
          </span>
        )}
        {aliases.length > 0 && (
          <span>
            Also sent as <EventText text={aliases.join(", ")} />
          </span>
        )}
      </div>
      {row.archivedAt != null && <ArchivedNote at={row.archivedAt} />}
      <p class="thing-ways">
        <a class="as-button" href={eventsAddress("source", name)}>
          Events of this system
        </a>
        <a class="as-button" href="/">
          Back to the grid
        </a>
      </p>
      <div class="thing-columns">
        <div>
          <WhereItRuns grid={grid} row={row} />
          <Waiting grid={grid} row={row} />
        </div>
        <div>
          <Incidents place={{ source: name }} />
          <Recent place={{ source: name }} days={14} />
        </div>
      </div>
    </>
  );
}

function WhereItRuns({ grid, row }: { grid: Grid; row: GridRow }) {
  const load = useCallback(() => {
    const subjects = new Set(row.cells.map((cell) => cell.subject));
    return readDiffMarks(grid, (from, to) => subjects.has(from) && subjects.has(to));
  }, [grid, row]);
  const [marks, again] = useLoaded(load);
  const cells = cellsOf(row, grid.columns).filter((cell) => cell !== null);
  return (
    <section class="part" aria-labelledby="where">
      <h2 id="where">
        Where it runs <span class="quiet">{cells.length}</span>
      </h2>
      {marks.state === "failed" && <ErrorNote error="Couldn't compare the environments." retry={() => void again()} />}
      <RunningTable
        grid={grid}
        heading={<th scope="col">Environment</th>}
        rows={cells.map((cell) => ({ source: row.source, cell }))}
        marks={marks.state === "ready" ? marks.data : new Map()}
        nameOf={({ cell }) => <EnvironmentLink subject={cell.subject} />}
      />
    </section>
  );
}

function Waiting({ grid, row }: { grid: Grid; row: GridRow }) {
  const versions = versionsOnTheWay(row, grid.columns);
  return (
    <section class="part" aria-labelledby="way">
      <h2 id="way">
        Versions on the way <span class="quiet">{versions.length}</span>
      </h2>
      {versions.length === 0 ? (
        <p class="quiet">Every stage runs what the stage before it runs, or something newer.</p>
      ) : (
        <ul class="on-the-way">
          {versions.map(({ version, since, has, next }) => (
            <li key={`${version} ${next.join()}`}>
              <a href={versionAddress(row.source, version)}>
                <VersionName version={version} />
              </a>
              {has.map((subject) => (
                <a key={subject} class="stage" href={environmentAddress(subject)}>
                  <EnvironmentName name={subject} />
                </a>
              ))}
              <span aria-hidden="true">→</span>
              <span class="sr-only">not yet in</span>
              {next.map((subject) => (
                <a key={subject} class="stage is-next" href={environmentAddress(subject)}>
                  <EnvironmentName name={subject} />
                </a>
              ))}
              <span class="quiet">
                <Time at={since} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
