import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { plain } from "../event/event-text";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { foldOf, shortVersion } from "../event/name-parts";
import { EventText } from "../event/text";
import { environmentAddress, systemAddress } from "../links/addresses";
import { known, labelOf } from "../names/known";
import { zone } from "../ui/zone";
import { age } from "./age";
import { foldName, groupsOf } from "./arrange";
import { density, type Density, pinned } from "./choices";
import { FreezeSign } from "./freeze-list";
import { FreshMark } from "./fresh";
import { freezesIn } from "./freezes";
import { HeadAction } from "./head-menu";
import { grid, marks, show, view } from "./load";
import { Marks } from "./mark";
import { isNew, type Mark, ownMarks } from "./marks";
import { heads, nextCell, withHeads } from "./moving";
import { hidePeek, leavePeek, onScroll, peekAt } from "./peek-state";
import { shown } from "./shown";
import { type Cell, cellsOf, type Column, placeKey } from "../cell/shape";
import "./table.css";

/** Draws this many rows per frame, so that a large grid doesn't block the page. */
const rowsAtOnce = 8;

/** Versions up to this length are never cut: the age is cut first. */
const wholeVersion = 8;

/** Systems as rows, environments as columns. The table is one tab stop; arrow keys move between cells. */
export function GridTable() {
  const table = useRef<HTMLTableElement>(null);
  const of = shown.value!;
  const compared = marks.value;
  const rows = useMemo(
    () => of.rows.map((row) => ({ source: row.source, archivedAt: row.archivedAt ?? null, cells: cellsOf(row, of.columns) })),
    [of],
  );
  const columns = useMemo(() => columnsOf(of.columns), [of, known.value]);
  const drawn = useGrowing(rows.length);
  // What all systems share, those that are filtered out too: the fold must not change while you type.
  const fold = useMemo(
    () =>
      foldOf(
        grid.value!.rows.map((row) => row.source),
        (name) => labelOf("sources", name) !== null,
      ),
    [grid.value, known.value],
  );

  useEffect(() => {
    const stop = table.current!.querySelector('[tabindex="0"]') ?? table.current!.querySelector("button.cell-button");
    stop?.setAttribute("tabindex", "0");
  });
  useEffect(() => hidePeek, []);
  useEffect(() => {
    const head = table.current!.tHead!;
    const frame = table.current!.parentElement!;
    const observer = new ResizeObserver(() => {
      frame.style.setProperty("--head-height", `${head.offsetHeight}px`);
      markMore(frame);
    });
    observer.observe(head);
    observer.observe(frame);
    return () => observer.disconnect();
  }, []);

  function cellOf(target: EventTarget | null): { button: HTMLElement; cell: Cell; source: string; row: number; column: number } | null {
    const button = (target as Element | null)?.closest<HTMLElement>("button.cell-button");
    if (!button) return null;
    const [row, column] = [Number(button.dataset.row), Number(button.dataset.column)];
    const cell = rows[row]?.cells[column];
    return cell ? { button, cell, source: rows[row]!.source, row, column } : null;
  }

  function peek(target: EventTarget | null, isFocus: boolean): void {
    const at = cellOf(target);
    if (at) peekAt({ ...at, marks: marksOf(at.cell, at.source, compared, of.at), at: of.at, isFocus });
    else leavePeek();
  }

  function onFocus(e: FocusEvent): void {
    const button = (e.target as Element | null)?.closest<HTMLElement>("[data-row]");
    if (!button) return;
    table.current!.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    button.setAttribute("tabindex", "0");
    // The browser can leave a focused cell under the sticky headers. Don't scroll for focus by pointer.
    if (button.matches(":focus-visible")) button.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (cellOf(button)) peek(button, true);
  }

  function onKey(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return;
    const from = (e.target as Element | null)?.closest<HTMLElement>("[data-row]");
    const to =
      from &&
      nextCell(
        withHeads(
          rows.map((row) => row.cells.map((cell) => cell !== null)),
          of.columns,
        ),
        Number(from.dataset.row) + heads,
        Number(from.dataset.column) + heads,
        e.key,
        heads,
      );
    if (!to) return;
    e.preventDefault();
    table.current!.querySelector<HTMLElement>(`[data-row="${to.row - heads}"][data-column="${to.column - heads}"]`)?.focus();
  }

  const groups = columns.groups;
  const hasFolds = groups.some((group) => group.folded !== "");
  return (
    <div class="grid-box">
      <div
        class={`grid-frame ${density.value}`}
        onScroll={(e) => {
          onScroll();
          markMore(e.currentTarget);
        }}
      >
        <table
          ref={table}
          class="grid"
          style={{ minWidth: `calc(var(--name-width) + ${of.columns.length} * var(--cell-width))` }}
          onFocusIn={onFocus}
          onFocusOut={hidePeek}
          onMouseOver={(e) => peek(e.target, false)}
          onMouseLeave={leavePeek}
          onKeyDown={onKey}
          onClick={(e) => {
            const at = cellOf(e.target);
            if (at) show({ cell: { source: at.source, subject: at.cell.subject } });
          }}
        >
          <caption class="sr-only">Which version of each system runs in each environment{view.value.at && ", at the chosen time"}</caption>
          <colgroup>
            <col class="names-column" />
            {of.columns.map((column) => (
              <col key={column.subject} />
            ))}
          </colgroup>
          <thead>
            {hasFolds && (
              <tr class="folds">
                <SystemHead fold={fold} rowSpan={2} />
                {columns.spans.map(({ folded, count, at }) => (
                  <td key={at} colSpan={count} class={classOf(columns.starts[at] && "ladder-start")} aria-hidden="true">
                    {folded !== "" && (
                      <span class="fold">
                        <EventText text={foldName(folded)} />
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            )}
            <tr>
              {!hasFolds && <SystemHead fold={fold} rowSpan={1} />}
              {of.columns.map((column, i) => (
                <th
                  key={column.subject}
                  scope="col"
                  abbr={column.subject ?? undefined}
                  aria-label={column.subject === null ? undefined : plain(column.subject)}
                  class={classOf(columns.starts[i] && "ladder-start", column.archivedAt && "is-archived", isFrozen(column) && "frozen")}
                >
                  {column.subject === null ? (
                    <span class="quiet">no environment</span>
                  ) : (
                    <span class="head">
                      <a class="head-link" href={environmentAddress(column.subject)} tabIndex={-1} data-row={-2} data-column={i}>
                        <EnvironmentName name={column.subject} folded={columns.folds[i]!} isNamed />
                      </a>
                      <FreezeSign subject={column.subject} />
                      <HeadAction field="subjects" name={column.subject} archivedAt={column.archivedAt ?? null} row={-1} column={i} />
                    </span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, drawn).map(({ source, cells, archivedAt }, row) => (
              <SystemRow
                key={source}
                {...{ source, archivedAt, cells, row, compared, fold }}
                columns={of.columns}
                starts={columns.starts}
                at={of.at}
                density={density.value}
                isPinned={pinned.value.sources.includes(source)}
                label={labelOf("sources", source)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function SystemHead({ fold, rowSpan }: { fold: string; rowSpan: number }) {
  return (
    <th scope="col" class="corner" rowSpan={rowSpan}>
      System
      {fold !== "" && (
        <span class="fold" title={plain(fold)}>
          <span class="name-end">
            <EventText text={foldName(fold).replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, "")} />
          </span>
        </span>
      )}
    </th>
  );
}

const isFrozen = ({ subject }: Column) => freezesIn(subject, grid.value?.freezes ?? []).length > 0;

interface ColumnLayout {
  groups: ReturnType<typeof groupsOf>;
  spans: { folded: string; count: number; at: number }[];
  folds: string[];
  starts: boolean[];
}

/** What the headings of the columns share, and where a ladder starts. */
function columnsOf(columns: readonly Column[]): ColumnLayout {
  const groups = groupsOf(columns, grid.value!.columns, (subject) => labelOf("subjects", subject) !== null);
  const folds = groups.flatMap(({ folded, count }) => Array.from({ length: count }, () => folded));
  let at = 0;
  const spans = groups.map((group) => {
    const span = { ...group, at };
    at += group.count;
    return span;
  });
  return { groups, spans, folds, starts: columns.map((_, i) => startsLadder(columns, i)) };
}

/** Says by a shadow that more columns follow. */
function markMore(frame: HTMLElement): void {
  const rest = frame.scrollWidth - frame.clientWidth - frame.scrollLeft;
  frame.parentElement!.classList.toggle("has-more", rest > 1);
}

/** Grows to a number of rows, frame by frame. */
function useGrowing(total: number): number {
  const [count, setCount] = useState(rowsAtOnce);
  useEffect(() => {
    if (count >= total) return;
    const frame = requestAnimationFrame(() => setCount(count + rowsAtOnce));
    return () => cancelAnimationFrame(frame);
  }, [count, total]);
  return count;
}

interface RowProps {
  source: string;
  archivedAt: string | null;
  cells: readonly (Cell | null)[];
  row: number;
  columns: readonly Column[];
  starts: readonly boolean[];
  compared: ReadonlyMap<string, readonly Mark[]>;
  at: string;
  fold: string;
  density: Density;
  isPinned: boolean;
  label: string | null;
}

function SystemRow({ source, archivedAt, cells, row, columns, starts, compared, at, fold, density, isPinned, label }: RowProps) {
  return useMemo(() => {
    const same = sameAlongLadder(cells, columns);
    return (
      <tr class={classOf(archivedAt && "is-archived")}>
        <th scope="row" aria-label={plain(source)}>
          <span class="head">
            {isPinned && (
              <span class="pin" aria-hidden="true" title="Pinned">
                ●
              </span>
            )}
            <a class="head-link" href={systemAddress(source)} tabIndex={-1} data-row={row} data-column={-2}>
              <SystemName name={source} folded={fold} isNamed />
            </a>
            <HeadAction field="sources" name={source} archivedAt={archivedAt} row={row} column={-1} />
          </span>
        </th>
        {cells.map((cell, i) => {
          const column = columns[i]!;
          return (
            <td
              key={column.subject}
              class={classOf(starts[i] && "ladder-start", column.archivedAt && "is-archived", isFrozen(column) && "frozen")}
            >
              {cell && (
                <button type="button" class={cellClass(cell, at, same[i]!)} tabIndex={-1} data-row={row} data-column={i}>
                  <CellText cell={cell} at={at} marks={marksOf(cell, source, compared, at)} density={density} />
                  <FreshMark source={source} subject={cell.subject} />
                </button>
              )}
            </td>
          );
        })}
      </tr>
    );
  }, [source, archivedAt, cells, row, columns, starts, compared, at, fold, density, isPinned, label]);
}

/** Whether the version of a cell is the only one along its ladder: what differs stands out. */
function sameAlongLadder(cells: readonly (Cell | null)[], columns: readonly Column[]): boolean[] {
  const versions = new Map<string, Set<string | null>>();
  cells.forEach((cell, i) => {
    const { ladder } = columns[i]!;
    if (cell && ladder !== null) versions.set(ladder, (versions.get(ladder) ?? new Set()).add(cell.version));
  });
  return columns.map(({ ladder }) => ladder !== null && versions.get(ladder)?.size === 1);
}

function cellClass(cell: Cell, at: string, isSame: boolean): string {
  return classOf(
    "cell-button",
    cell.incidents?.length ? "has-incident" : cell.inProgress ? "is-deploying" : isNew(cell, at) && "changed",
    isSame && "is-same",
  )!;
}

const classOf = (...names: readonly (string | false | null | undefined)[]) => names.filter(Boolean).join(" ") || undefined;

const startsLadder = (columns: readonly Column[], i: number) =>
  i > 0 && (columns[i]!.ladder !== columns[i - 1]!.ladder || columns[i]!.ladder === null);

export const marksOf = (cell: Cell, source: string, compared: ReadonlyMap<string, readonly Mark[]>, at: string) => [
  ...ownMarks(cell, at, zone.value),
  ...(compared.get(placeKey({ source, subject: cell.subject })) ?? []),
];

const isBefore = ({ kind }: Mark) => kind === "incident" || kind === "deploying";

function CellText({ cell, at, marks: all, density }: { cell: Cell; at: string; marks: readonly Mark[]; density: Density }) {
  const { lastEvent, versionEvent, inProgress, failed } = cell;
  const before = all.filter(isBefore);
  const after = all.filter((mark) => !isBefore(mark));
  const since = inProgress ?? versionEvent ?? lastEvent;
  return (
    <>
      <span class="cell-version">
        {before.length > 0 && <Marks marks={before} />}
        {inProgress?.version ? (
          <>
            <VersionName version={inProgress.version} class={wholeClass(inProgress.version, "coming")} />
            {cell.version !== null && (
              <span class="from">
                from <VersionName version={cell.version} class="runs" />
              </span>
            )}
          </>
        ) : cell.version !== null ? (
          <VersionName version={cell.version} class={wholeClass(cell.version, "runs")} />
        ) : (
          <span class="quiet no-version">
            {cell.versionKnown === false ? (
              "unknown"
            ) : density === "compact" && lastEvent ? (
              <EventText text={lastEvent.type} />
            ) : (
              "no version"
            )}
          </span>
        )}
        {after.length > 0 && <Marks marks={after} failedVersion={failed?.version && shortVersion(failed.version)} />}
        {since && <span class="quiet age"> {age(since.time, at)}</span>}
      </span>
      {density === "comfortable" && (
        <span class="cell-last quiet">
          {lastEvent ? (
            <>
              <EventText text={lastEvent.type} /> <span class="age">{age(lastEvent.time, at)}</span>
            </>
          ) : (
            "last event unknown"
          )}
        </span>
      )}
    </>
  );
}

const wholeClass = (version: string, name: string) => (shortVersion(version).length > wholeVersion ? name : `${name} whole`);
