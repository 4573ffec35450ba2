import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { plain } from "../event/event-text";
import { EventText } from "../event/text";
import { mayAdminister } from "../session/permission";
import { zone } from "../ui/zone";
import { age } from "./age";
import { FreezeSign } from "./freeze-list";
import { HeadAction } from "./archive";
import { marks, show, shown, view } from "./load";
import { Marks } from "./mark";
import { type Mark, ownMarks } from "./marks";
import { nextCell, withHeads } from "./moving";
import { hidePeek, leavePeek, onScroll, peekAt } from "./peek-state";
import { type Cell, cellsOf, type Column, placeKey } from "../cell/shape";
import "./table.css";

/** Draws this many rows per frame, so that a large grid doesn't block the page. */
const rowsAtOnce = 8;

/** Versions up to this length are never cut: the age is cut first. */
const wholeVersion = 7;

/** Systems as rows, environments as columns. The table is one tab stop; arrow keys move between cells. */
export function GridTable() {
  const table = useRef<HTMLTableElement>(null);
  const of = shown.value!;
  const compared = marks.value;
  const rows = useMemo(
    () => of.rows.map((row) => ({ source: row.source, archivedAt: row.archivedAt ?? null, cells: cellsOf(row, of.columns) })),
    [of],
  );
  const drawn = useGrowing(rows.length);

  useEffect(() => {
    const stop = table.current!.querySelector('button[tabindex="0"]') ?? table.current!.querySelector("button.cell-button");
    stop?.setAttribute("tabindex", "0");
  });
  useEffect(() => hidePeek, []);
  useEffect(() => {
    const head = table.current!.tHead!;
    const frame = table.current!.parentElement!;
    const observer = new ResizeObserver(() => frame.style.setProperty("--head-height", `${head.offsetHeight}px`));
    observer.observe(head);
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
    table.current!.querySelector('button[tabindex="0"]')?.setAttribute("tabindex", "-1");
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
          mayAdminister(),
        ),
        Number(from.dataset.row) + 1,
        Number(from.dataset.column) + 1,
        e.key,
        1,
      );
    if (!to) return;
    e.preventDefault();
    table.current!.querySelector<HTMLElement>(`[data-row="${to.row - 1}"][data-column="${to.column - 1}"]`)?.focus();
  }

  return (
    <div class="grid-frame" onScroll={onScroll}>
      <table
        ref={table}
        class="grid"
        style={{ width: `calc(var(--name-width) + ${of.columns.length} * var(--cell-width))` }}
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
        <thead>
          <tr>
            <th scope="col">System</th>
            {of.columns.map((column, i) => (
              <th
                key={column.subject}
                scope="col"
                abbr={column.subject ?? undefined}
                class={classOf(startsLadder(of.columns, i) && "ladder-start", column.archivedAt && "is-archived")}
              >
                {column.subject === null ? <span class="quiet">no environment</span> : <EventText text={column.subject} />}
                <FreezeSign subject={column.subject} />
                {column.subject !== null && (
                  <HeadAction field="subjects" name={column.subject} archivedAt={column.archivedAt ?? null} row={-1} column={i} />
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, drawn).map(({ source, cells, archivedAt }, row) => (
            <SystemRow key={source} {...{ source, archivedAt, cells, row, compared }} columns={of.columns} at={of.at} />
          ))}
        </tbody>
      </table>
    </div>
  );
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
  compared: ReadonlyMap<string, readonly Mark[]>;
  at: string;
}

function SystemRow({ source, archivedAt, cells, row, columns, compared, at }: RowProps) {
  return useMemo(
    () => (
      <tr class={classOf(archivedAt && "is-archived")}>
        <th scope="row" aria-label={plain(source)}>
          <EventText text={source} />
          <HeadAction field="sources" name={source} archivedAt={archivedAt} row={row} column={-1} />
        </th>
        {cells.map((cell, column) => (
          <td
            key={columns[column]!.subject}
            class={classOf(startsLadder(columns, column) && "ladder-start", columns[column]!.archivedAt && "is-archived")}
          >
            {cell && (
              <button
                type="button"
                class={cell.incidents?.length ? "cell-button has-incident" : "cell-button"}
                tabIndex={-1}
                data-row={row}
                data-column={column}
              >
                <CellText cell={cell} at={at} marks={marksOf(cell, source, compared, at)} />
              </button>
            )}
          </td>
        ))}
      </tr>
    ),
    [source, archivedAt, cells, row, columns, compared, at],
  );
}

const classOf = (...names: readonly (string | false | null | undefined)[]) => names.filter(Boolean).join(" ") || undefined;

const startsLadder = (columns: readonly Column[], i: number) =>
  i > 0 && (columns[i]!.ladder !== columns[i - 1]!.ladder || columns[i]!.ladder === null);

export const marksOf = (cell: Cell, source: string, compared: ReadonlyMap<string, readonly Mark[]>, at: string) => [
  ...ownMarks(cell, at, zone.value),
  ...(compared.get(placeKey({ source, subject: cell.subject })) ?? []),
];

function CellText({ cell, at, marks: all }: { cell: Cell; at: string; marks: readonly Mark[] }) {
  const { lastEvent, versionEvent } = cell;
  const sameEvent = lastEvent?.id === versionEvent?.id;
  return (
    <>
      <span class="cell-version">
        {cell.version !== null ? (
          <EventText text={cell.version} class={cell.version.length > wholeVersion ? "mono" : "mono whole"} />
        ) : (
          <span class="quiet">{cell.versionKnown === false ? "unknown" : "no version"}</span>
        )}{" "}
        {all.length > 0 && <Marks marks={all} />}
        {versionEvent && !sameEvent && <span class="quiet age"> {age(versionEvent.time, at)}</span>}
      </span>
      <span class="cell-last quiet">
        {lastEvent ? (
          <>
            <EventText text={lastEvent.type} /> <span class="age">{age(lastEvent.time, at)}</span>
          </>
        ) : (
          "last event unknown"
        )}
      </span>
    </>
  );
}
