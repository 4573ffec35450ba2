import { useCallback, useEffect } from "preact/hooks";
import { api, getData } from "../api/client";
import { plain } from "../event/event-text";
import { EventText } from "../event/text";
import { Proof } from "../cell/proof";
import { type Column, type Diff, environmentName } from "../cell/shape";
import { searchParams, setSearchParams } from "../ui/router";
import { useLoaded } from "../ui/loaded";
import { Empty } from "../ui/empty";
import { ErrorNote } from "../ui/error-note";
import { exactTime } from "../ui/when";
import { zone, zoneName } from "../ui/zone";
import { setTitle } from "../session/title";
import { findingInWords, isPlain, readSides, type Sides, stateInWords, writeSide } from "./sides";
import "./page.css";

/** Compares two environments side by side, with events as evidence. */
export function DiffPage() {
  const at = searchParams.value.get("at") ?? "";
  const [grid, again] = useLoaded(
    useCallback(
      () => getData(api.GET("/api/v1/grid", { params: { query: { ...(at && { at }), timezone: zoneName(zone.peek()) } } })),
      [at],
    ),
  );
  useEffect(() => {
    setTitle("Compare environments");
  }, []);

  const sides = grid.state === "ready" ? readSides(searchParams.value, grid.data.columns) : null;
  return (
    <div class="diff-page">
      <h1>Compare two environments</h1>
      {grid.state === "failed" ? (
        <ErrorNote error={grid.error} retry={() => void again()} />
      ) : grid.state === "loading" ? (
        <p class="quiet">Loading…</p>
      ) : sides === null ? (
        <Empty title="Not enough environments to compare">
          <p>
            Record events in at least two environments to compare them. <a href="/">Go to the grid</a>
          </p>
        </Empty>
      ) : (
        <>
          <Choice sides={sides} columns={grid.data.columns} />
          <Compared key={JSON.stringify(sides)} sides={sides} />
        </>
      )}
    </div>
  );
}

function Choice({ sides, columns }: { sides: Sides; columns: readonly Column[] }) {
  const choose = (change: { from?: string | null; to?: string | null }) => {
    const next = { ...sides, ...change };
    setSearchParams({ from: next.from ?? "", to: next.to ?? "" }, "push");
  };
  const select = (label: string, value: string | null, onChoose: (subject: string | null) => void) => (
    <label>
      {label}{" "}
      <select value={value ?? ""} onChange={(e) => onChoose(e.currentTarget.value || null)}>
        {!columns.some((column) => column.subject === value) && <option value={value ?? ""}>{plain(environmentName(value))}</option>}
        {columns.map(({ subject }) => (
          <option key={subject} value={subject ?? ""}>
            {plain(environmentName(subject))}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="diff-choice">
      {select("From", sides.from, (from) => choose({ from }))}
      <button
        type="button"
        aria-label="Swap environments"
        title="Swap environments"
        onClick={() => choose({ from: sides.to, to: sides.from })}
      >
        ⇄
      </button>
      {select("To", sides.to, (to) => choose({ to }))}
      {sides.at && (
        <button type="button" onClick={() => setSearchParams({ at: null }, "push")}>
          Compare now
        </button>
      )}
      <a href={`/grid${sides.at ? `?${new URLSearchParams({ at: sides.at })}` : ""}`}>Whole grid</a>
    </div>
  );
}

function Compared({ sides }: { sides: Sides }) {
  const { from, to, at } = sides;
  const load = useCallback(
    () =>
      getData(
        api.GET("/api/v1/diff", {
          params: { query: { from: writeSide(from, at), to: writeSide(to, at), timezone: zoneName(zone.peek()) } },
        }),
      ),
    [from, to, at],
  );
  const [diff, again] = useLoaded(load);
  if (diff.state === "failed") return <ErrorNote error={diff.error} retry={() => void again()} />;
  if (diff.state === "loading") return <p class="quiet">Loading…</p>;

  const plain = diff.data.sources.filter(isPlain);
  const different = diff.data.sources.filter((source) => !isPlain(source));
  return (
    <>
      {at && <p class="travelled">As of {exactTime(Date.parse(diff.data.to.at), zone.value)}</p>}
      {different.length > 0 ? (
        <DiffTable diff={diff.data} sources={different} />
      ) : (
        <p>No differences{plain.length === 0 && ": neither environment has a version of any system"}.</p>
      )}
      {plain.length > 0 && (
        <details>
          <summary>
            {plain.length} {plain.length === 1 ? "system runs" : "systems run"} the same version
          </summary>
          <DiffTable diff={diff.data} sources={plain} />
        </details>
      )}
    </>
  );
}

/** Has explicit ARIA roles: on narrow screens CSS changes the table's display, and some browsers then drop its implicit roles. */
function DiffTable({ diff: { from, to }, sources }: { diff: Diff; sources: Diff["sources"] }) {
  return (
    <div class="diff-frame" role="region" aria-label="Systems in both environments" tabIndex={0}>
      <table class="diff-table" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              System
            </th>
            <th scope="col" role="columnheader">
              <EventText text={environmentName(from.subject)} />
            </th>
            <th scope="col" role="columnheader">
              <EventText text={environmentName(to.subject)} />
            </th>
            <th scope="col" role="columnheader">
              Status and evidence
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {sources.map((source) => (
            <tr key={source.source} role="row">
              <th scope="row" role="rowheader">
                <EventText text={source.source} />
              </th>
              <td role="cell">
                <Version side={source.from} />
              </td>
              <td role="cell">
                <Version side={source.to} />
              </td>
              <td role="cell">
                <ul class="findings">
                  {source.findings.map((finding, i) => {
                    const more = findingInWords(finding, from.subject, to.subject);
                    return (
                      <li key={i}>
                        <EventText
                          text={more ?? stateInWords(source.state, from.subject, to.subject)}
                          class={more === null ? `state ${source.state}` : "state marked"}
                        />
                        {finding.events.map((event) => (
                          <Proof key={`${event.subject} ${event.id}`} event={event} source={source.source} here={undefined} />
                        ))}
                      </li>
                    );
                  })}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Version({ side }: { side: Diff["sources"][number]["from"] }) {
  if (side === null) return <span class="quiet">–</span>;
  return side.version === null ? <span class="quiet">none</span> : <EventText text={side.version} class="mono" />;
}
