import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { ErrorNote } from "../ui/error-note";
import { now } from "../ui/now";
import { exactTime } from "../ui/when";
import { zone } from "../ui/zone";
import { activeIndex, activeKey, wantsFocus } from "./active";
import { tracks } from "./columns";
import { dayInWords, dayOf } from "./days";
import { Details } from "./details";
import { type Item, isFull, maxEvents } from "./event-list";
import { opened } from "./opened";
import { notePlace, returnToPlace } from "./place";
import { RowSummary } from "./row";
import { failure, fresh, happen, list, loading, loadOlder, olderFailure, reload, rows, searchStopped } from "./timeline";
import { drawn, offsetOf, type Rows, totalHeight } from "./windowing";
import "./list.css";

const narrow = matchMedia("(max-width: 60rem)");
const rowHeight = () => (narrow.matches ? 76 : 30);

const dayHeight = 30;

/** Loads older events this many pixels before the end of the list. */
const ahead = 1500;

/** All rows; only visible ones are in the document. */
export function EventRows() {
  const element = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(rowHeight);
  const [extra, setExtra] = useState(0);
  const [range, setRange] = useState({ first: 0, end: 40 });
  const all = rows.value;
  const moveTo = wantsFocus.value ? activeIndex.value : null;
  const openIndex = opened.value === null ? -1 : all.findIndex((item) => item.key === opened.value);
  const days = useMemo(() => all.flatMap((item, i) => (item.kind === "day" ? [i] : [])), [all]);
  const measure: Rows = { count: all.length, height, days, dayHeight, open: openIndex, extra };
  const latest = useRef(measure);
  latest.current = measure;

  useEffect(() => {
    const changed = () => setHeight(rowHeight());
    narrow.addEventListener("change", changed);
    return () => narrow.removeEventListener("change", changed);
  }, []);

  useLayoutEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      if (element.current) lookAt(element.current, latest.current, setRange);
    };
    const later = () => (frame ||= requestAnimationFrame(look));
    const isBack = returnToPlace(all, (index) => {
      const { top } = element.current!.getBoundingClientRect();
      scrollTo({ top: scrollY + top + offsetOf(latest.current, index), behavior: "instant" });
    });
    if (isBack === "older") void loadOlder();
    look();
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("scroll", later);
      removeEventListener("resize", later);
    };
  }, [all, height, extra, openIndex, loading.value]);

  useLayoutEffect(() => {
    if (!element.current) return;
    if (moveTo !== null) bringIntoView(element.current, measure, moveTo);
    else if (!keepsFocus.current || document.activeElement !== document.body) return;
    const row = element.current.querySelector<HTMLElement>(`[aria-posinset="${activeIndex.peek() + 1}"]`);
    if (!row) return;
    row.focus({ preventScroll: true });
    wantsFocus.value = false;
  });

  // Scrolling removes the focused row from the document. Restore its focus when it returns, unless the focus moved elsewhere.
  const keepsFocus = useRef(false);
  useEffect(() => {
    const elsewhere = (e: Event) => (keepsFocus.current = element.current?.contains(e.target as Node) ?? false);
    document.addEventListener("focusin", elsewhere);
    document.addEventListener("pointerdown", elsewhere);
    return () => {
      document.removeEventListener("focusin", elsewhere);
      document.removeEventListener("pointerdown", elsewhere);
    };
  }, []);

  return (
    <div
      ref={element}
      class="rows"
      role="feed"
      aria-label="Events"
      aria-busy={loading.value !== null}
      style={{ height: `${totalHeight(measure)}px`, "--tracks": tracks.value }}
      onPointerEnter={(e) => e.pointerType === "mouse" && happen("enter")}
      onPointerLeave={() => happen("leave")}
    >
      {all.slice(range.first, range.end).map((item, i) => (
        <Row
          key={item.key}
          item={item}
          index={range.first + i}
          top={offsetOf(measure, range.first + i)}
          height={height}
          isOpen={range.first + i === openIndex}
          onExtra={setExtra}
        />
      ))}
    </div>
  );
}

function lookAt(
  element: HTMLElement,
  rows: Rows,
  setRange: (set: (was: { first: number; end: number }) => { first: number; end: number }) => void,
): void {
  const { top } = element.getBoundingClientRect();
  notePlace(rows, -top);
  const next = drawn(rows, -top, innerHeight - top);
  setRange((was) => (was.first === next.first && was.end === next.end ? was : next));
  const bar = narrow.matches ? 0 : (document.querySelector(".toolbar")?.clientHeight ?? 0);
  happen(top < bar - rows.height ? "scrollAway" : "scrollBack");
  if (top + totalHeight(rows) < innerHeight + ahead && !olderFailure.peek() && !searchStopped.peek() && rows.count > 0) void loadOlder();
}

function bringIntoView(element: HTMLElement, rows: Rows, index: number): void {
  const bar = document.querySelector(".toolbar")?.getBoundingClientRect().bottom ?? 0;
  const top = element.getBoundingClientRect().top + offsetOf(rows, index);
  const over = Math.max(0, bar) + 40;
  if (top < over) scrollBy({ top: top - over, behavior: "instant" });
  else if (top + rows.height > innerHeight - 8) scrollBy({ top: top + rows.height - innerHeight + 16, behavior: "instant" });
}

interface RowProps {
  item: Item;
  index: number;
  top: number;
  height: number;
  isOpen: boolean;
  onExtra: (extra: number) => void;
}

function Row({ item, index, top, height, isOpen, onExtra }: RowProps) {
  const label = `row-${index}`;
  if (item.kind === "day")
    return (
      <div class="day" aria-hidden="true" style={{ transform: `translateY(${top}px)`, height: `${dayHeight}px` }}>
        {dayInWords(item.day, dayOf(now.value, zone.value))}
      </div>
    );
  return <Article {...{ item, index, top, height, isOpen, onExtra, label }} />;
}

function Article({ item, index, top, height, isOpen, onExtra, label }: RowProps & { item: Exclude<Item, { kind: "day" }>; label: string }) {
  const element = useRef<HTMLElement>(null);
  const isActive = activeIndex.value === index;

  useLayoutEffect(() => {
    if (!isOpen || !element.current) return;
    const measured = element.current;
    const report = () => onExtra(Math.max(0, measured.offsetHeight - height));
    const observer = new ResizeObserver(report);
    observer.observe(measured);
    report();
    return () => observer.disconnect();
  }, [isOpen, height, item.key]);

  return (
    <article
      ref={element}
      class={`row ${isOpen ? "is-open" : ""} ${fresh.has(item.key) ? "is-fresh" : ""} ${item.kind} ${severityOf(item)}`}
      aria-posinset={index + 1}
      aria-setsize={list.value.next ? -1 : rows.value.length}
      aria-labelledby={label}
      tabIndex={isActive ? 0 : -1}
      onFocus={() => (activeKey.value = item.key)}
      style={{ transform: `translateY(${top}px)`, ...(isOpen ? { minHeight: `${height}px` } : { height: `${height}px` }) }}
    >
      {item.kind === "gap" ? (
        <p class="gap-note" id={label}>
          Events recorded between {exactTime(item.gap.from, zone.value)} and {exactTime(item.gap.to, zone.value)} may be missing.{" "}
          <button type="button" onClick={reload}>
            Reload
          </button>
        </p>
      ) : (
        <>
          <RowSummary event={item.event} isOpen={isOpen} isActive={isActive} labelId={label} />
          {isOpen && <Details event={item.event} />}
        </>
      )}
    </article>
  );
}

const severityOf = (item: Item) => (item.kind === "event" ? (item.event.severity ?? "").toLowerCase() : "");

/** The end of the list, and why it ends. */
export function ListEnd() {
  const { events, next, from, older } = list.value;
  if (failure.value) return null;
  return (
    <div class="list-end">
      {older > 0 && (
        <p>
          {older === 1 ? "1 older event" : `${older} older events`} arrived, before the events shown here.{" "}
          <button type="button" onClick={reload}>
            Reload
          </button>
        </p>
      )}
      {olderFailure.value ? (
        <ErrorNote error={olderFailure.value} retry={() => void loadOlder()} />
      ) : loading.value === "older" ? (
        <p class="quiet">Loading older events…</p>
      ) : searchStopped.value ? (
        <p>
          {events.length > 0 ? "No more events found so far." : "No events found so far."}{" "}
          <button type="button" onClick={() => void loadOlder()}>
            Search further back
          </button>
        </p>
      ) : isFull(list.value) ? (
        <p class="quiet">{maxEvents.toLocaleString("en")} events shown. Choose a shorter range to see older ones.</p>
      ) : next === null && events.length > 0 ? (
        <p class="quiet">
          {events.length === 1 ? "This is the only event" : `These are all ${events.length.toLocaleString("en")} events`} in the range
          {from && ` since ${exactTime(Math.min(Date.parse(from), now.peek()), zone.value)}`}.
        </p>
      ) : null}
    </div>
  );
}
