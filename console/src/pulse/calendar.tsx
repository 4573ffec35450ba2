import { signal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { environmentName } from "../cell/shape";
import { plain } from "../event/event-text";
import { EnvironmentName } from "../event/name";
import { commonPrefix } from "../event/name-parts";
import { EventText } from "../event/text";
import { grid } from "../grid/load";
import { ErrorNote } from "../ui/error-note";
import { later } from "../ui/later";
import { zone } from "../ui/zone";
import { days, failure, load, span, stop } from "./load";
import {
  datesBetween,
  type Day,
  type EnvironmentDays,
  isWithin,
  moved,
  namedBy,
  type Range,
  type Selection,
  shadeOf,
  shadesOf,
  weekdayOf,
} from "./shape";
import { dateName } from "../ui/day";
import { dayInWords, monthInWords } from "./words";

const year = 365;
const refreshedAfter = 60_000;

/** As many weeks as have room. */
const weeks = () => (innerWidth < 640 ? 5 : innerWidth < 1100 ? 6 : 8);

/** What the calendar opened: a day, or what changed in a range. */
const opened = signal<Range | null>(null);

const DayPanel = later("day", async () => {
  const { DayPanel: Panel } = await import("./day-panel");
  return () => (opened.value ? <Panel key={JSON.stringify(opened.value)} range={opened.value} onClose={close} /> : <></>);
});

const WhatChanged = later("changes", async () => {
  const { WhatChanged: Panel } = await import("./what-changed");
  return () => (opened.value ? <Panel key={JSON.stringify(opened.value)} range={opened.value} onClose={close} /> : <></>);
});

function close(): void {
  opened.value = null;
  document.querySelector<HTMLElement>(".pulse-days td[tabindex='0']")?.focus();
}

/** Days by environment. Arrow keys walk, Shift selects a range, Enter opens it. */
export function Calendar() {
  const [isYear, setIsYear] = useState(false);
  useEffect(() => {
    span.value = isYear ? year : weeks() * 7;
    void load();
  }, [isYear, zone.value]);
  useRefresh();
  useEffect(
    () => () => {
      stop();
      opened.value = null;
    },
    [],
  );

  if (failure.value !== null && !days.value) return <ErrorNote error={failure.value} retry={() => void load()} />;
  if (!days.value) return <p class="quiet pulse-wait">Loading days…</p>;
  // The grid decides which archived environments are shown.
  const shown = new Set(grid.value?.columns.map((column) => column.subject));
  const environments = days.value.environments.filter(({ subject }) => shown.has(subject));
  const range = opened.value;
  return (
    <div class="pulse-calendar">
      <Table environments={environments} isYear={isYear} />
      <div class="pulse-foot">
        <Legend />
        {!days.value.complete && <span role="status">Counting older days…</span>}
        <button type="button" class="plain small" onClick={() => setIsYear(!isYear)}>
          {isYear ? `Last ${weeks()} weeks` : "Last year"}
        </button>
      </div>
      {range && (range.from === range.to && range.subjects.length === 1 ? <DayPanel /> : <WhatChanged />)}
    </div>
  );
}

/** Reads the days again after the grid has changed, at most once a minute. */
function useRefresh(): void {
  const last = useRef({ at: Date.now(), newest: newest() });
  const seen = newest();
  useEffect(() => {
    if (seen === last.current.newest) return;
    const wait = Math.max(0, refreshedAfter - (Date.now() - last.current.at));
    const timer = setTimeout(() => {
      last.current = { at: Date.now(), newest: newest() };
      if (!document.hidden) void load();
    }, wait);
    return () => clearTimeout(timer);
  }, [seen]);
}

const newest = () =>
  (grid.value?.rows ?? []).reduce(
    (latest, row) => row.cells.reduce((at, cell) => (cell.lastEvent && cell.lastEvent.time > at ? cell.lastEvent.time : at), latest),
    "",
  );

function Table({ environments, isYear }: { environments: readonly EnvironmentDays[]; isYear: boolean }) {
  const found = days.value!;
  const dates = useMemo(() => datesBetween(found.from, found.to), [found.from, found.to]);
  const subjects = environments.map(({ subject }) => subject);
  const bounds = useMemo(() => shadesOf(environments.flatMap((environment) => environment.days)), [found, environments.length]);
  const byDate = useMemo(
    () => environments.map((environment) => new Map(environment.days.map((day) => [day.date, day]))),
    [found, environments.length],
  );
  const [at, setAt] = useState<[number, number] | null>(null);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [hovered, setHovered] = useState<[number, number] | null>(null);
  const table = useRef<HTMLTableElement>(null);
  /** Where a drag began and is; null without one. */
  const dragged = useRef<Selection | null>(null);
  const place = at ?? [0, dates.length - 1];
  const current: [number, number] = [Math.min(place[0], subjects.length - 1), Math.min(place[1], dates.length - 1)];
  const told = hovered ?? at;

  function open(chosen: Selection): void {
    opened.value = namedBy(chosen, subjects, dates);
  }

  function cellOf(e: Event): [number, number] | null {
    const cell = (e.target as Element | null)?.closest<HTMLElement>("td[data-at]");
    return cell ? (cell.dataset["at"]!.split(" ").map(Number) as [number, number]) : null;
  }

  function onKey(e: KeyboardEvent): void {
    if (e.key === "Enter" || e.key === " ") {
      e.preventDefault();
      open(selection ?? { from: current, to: current });
      return;
    }
    if (e.key === "Escape" && (selection || opened.value)) {
      e.stopPropagation();
      setSelection(null);
      opened.value = null;
      return;
    }
    const to = e.ctrlKey || e.metaKey || e.altKey ? null : moved(e.key, current, subjects.length, dates.length);
    if (!to) return;
    e.preventDefault();
    setSelection(e.shiftKey ? { from: selection?.from ?? current, to } : null);
    setAt(to);
    setHovered(null);
    table.current!.querySelector<HTMLElement>(`td[data-at="${to[0]} ${to[1]}"]`)?.focus();
  }

  function onDown(e: PointerEvent): void {
    const cell = cellOf(e);
    if (!cell || e.button !== 0) return;
    setAt(cell);
    drag({ from: e.shiftKey ? current : cell, to: cell });
  }

  function onOver(e: PointerEvent): void {
    const cell = cellOf(e);
    setHovered(cell);
    if (cell && dragged.current) drag({ ...dragged.current, to: cell });
  }

  function onUp(): void {
    if (dragged.current) open(dragged.current);
    dragged.current = null;
  }

  function drag(to: Selection): void {
    dragged.current = to;
    setSelection(to);
  }

  useEffect(() => {
    const end = () => (dragged.current = null);
    addEventListener("pointerup", end);
    return () => removeEventListener("pointerup", end);
  }, []);

  if (environments.length === 0) return <p class="quiet">No events in these days.</p>;
  return (
    <>
      <div class="pulse-frame">
        <table
          ref={table}
          class={isYear ? "pulse-days is-year" : "pulse-days"}
          role="grid"
          aria-label="Days by environment"
          aria-describedby="pulse-keys"
          onKeyDown={onKey}
          onPointerDown={onDown}
          onPointerOver={onOver}
          onPointerLeave={() => setHovered(null)}
          onPointerUp={onUp}
        >
          <Head dates={dates} isYear={isYear} />
          {laddersOf(environments).map(({ first, own, folded }) => (
            <tbody key={own[0]!.subject}>
              {own.map((environment, i) => (
                <tr key={environment.subject}>
                  <th scope="row">
                    {environment.subject === null ? (
                      <span class="quiet">no environment</span>
                    ) : (
                      <EnvironmentName name={environment.subject} folded={i === 0 ? "" : folded} />
                    )}
                  </th>
                  {dates.map((date, column) => {
                    const row = first + i;
                    const day = byDate[row]!.get(date);
                    const isCurrent = row === current[0] && column === current[1];
                    return (
                      <td
                        key={date}
                        data-at={`${row} ${column}`}
                        class={classOf(day, date, bounds, selection !== null && isWithin(selection, row, column))}
                        tabIndex={isCurrent ? 0 : -1}
                        aria-selected={selection !== null && isWithin(selection, row, column)}
                        aria-label={plain(
                          `${dateName(date, found.to)}, ${environmentName(environment.subject)}: ${dayInWords(day, found.sources)}`,
                        )}
                        onFocus={isCurrent ? () => setAt(current) : undefined}
                      />
                    );
                  })}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
      <p class="pulse-told" aria-hidden="true">
        {told && subjects.length > told[0] && dates.length > told[1] ? (
          <>
            <b>{dateName(dates[told[1]]!, found.to)}</b> <EventText text={environmentName(subjects[told[0]]!)} />:{" "}
            <EventText text={dayInWords(byDate[told[0]]!.get(dates[told[1]]!), found.sources)} />
          </>
        ) : (
          <span class="quiet">Click a day to open it. Drag across days for what changed.</span>
        )}
      </p>
      <p id="pulse-keys" class="sr-only">
        Arrow keys move between days and environments. Shift with an arrow key selects a range. Enter opens the day, or what changed in the
        range.
      </p>
    </>
  );
}

function Head({ dates, isYear }: { dates: readonly string[]; isYear: boolean }) {
  const months = spans(dates, (date) => date.slice(0, 7));
  const starts = spans(dates, (date) => datesOfWeek(date));
  return (
    <thead>
      {isYear ? (
        <tr>
          <th scope="col">
            <span class="sr-only">Environment</span>
          </th>
          {months.map(({ first, count }) => (
            <th key={first} scope="colgroup" colSpan={count}>
              <span class={count > 10 ? undefined : "sr-only"}>{monthInWords(first)}</span>
            </th>
          ))}
        </tr>
      ) : (
        <tr>
          <th scope="col">
            <span class="sr-only">Environment</span>
          </th>
          {starts.map(({ first, count }) => (
            <th key={first} scope="colgroup" colSpan={count}>
              <span class={count > 2 ? undefined : "sr-only"}>{`${Number(first.slice(8))} ${monthInWords(first)}`}</span>
            </th>
          ))}
        </tr>
      )}
    </thead>
  );
}

/** The Monday of a date's week. */
const datesOfWeek = (date: string) => new Date(Date.parse(date) - weekdayOf(date) * 86_400_000).toISOString().slice(0, 10);

function spans(dates: readonly string[], keyOf: (date: string) => string): { first: string; count: number }[] {
  const all: { key: string; first: string; count: number }[] = [];
  for (const date of dates) {
    const last = all.at(-1);
    if (last?.key === keyOf(date)) last.count++;
    else all.push({ key: keyOf(date), first: date, count: 1 });
  }
  return all;
}

/** Environments of one ladder are next to each other. */
function laddersOf(environments: readonly EnvironmentDays[]) {
  const groups: { first: number; own: EnvironmentDays[]; folded: string }[] = [];
  environments.forEach((environment, i) => {
    const last = groups.at(-1);
    if (last && environment.ladder !== null && last.own[0]!.ladder === environment.ladder) last.own.push(environment);
    else groups.push({ first: i, own: [environment], folded: "" });
  });
  for (const group of groups) group.folded = commonPrefix(group.own.flatMap(({ subject }) => (subject === null ? [] : [subject])));
  return groups;
}

function classOf(day: Day | undefined, date: string, bounds: readonly [number, number, number], isSelected: boolean): string {
  const names = [day ? `shade-${shadeOf(day.changes ?? 0, bounds)}` : "silent"];
  if (day?.incidents) names.push("has-incident");
  if (day?.frozen) names.push("is-frozen");
  if (day?.outOfHours) names.push("out-of-hours");
  if (weekdayOf(date) === 0) names.push("is-monday");
  if (isSelected) names.push("is-in");
  return names.join(" ");
}

function Legend() {
  const kinds = [
    ["shade-1", "fewer"],
    ["shade-4", "more changes"],
    ["shade-2 has-incident", "incident"],
    ["shade-0 is-frozen", "freeze"],
    ...(days.value!.businessHours ? [["shade-2 out-of-hours", "out of hours"]] : []),
    ["silent", "silent"],
  ] as const;
  return (
    <ul class="pulse-legend">
      {kinds.map(([name, label]) => (
        <li key={label}>
          <span class={`pulse-day ${name}`} aria-hidden="true" /> {label}
        </li>
      ))}
    </ul>
  );
}
