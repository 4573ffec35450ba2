import { batch, effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { incidents } from "../live/open-incidents";
import { Choice } from "../ui/choice";
import { isNarrow } from "../ui/narrow";
import { now } from "../ui/now";
import { dayOf, exactTime, fieldTime, momentOfField, shortMoment, shortTime, zoneLabel } from "../ui/when";
import { zone } from "../ui/zone";
import type { Sort } from "./arrange";
import { density, setDensity } from "./choices";
import { earliest, grid, isCurrent, show, view } from "./load";
import { shown } from "./shown";
import { momentOf, shareOf, stopAt, type Stops, stopsOf, ticksOf } from "./slider";
import "./bar.css";

const settleAfter = 150;
const quarter = 90 * 86_400_000;
const mostTicks = 5;

/** Chooses the time of the grid and what it shows. */
export function Bar() {
  const { onlyDifferences, sort } = view.value;
  return (
    <div class="grid-bar">
      <Filter />
      <Choice
        label="Differences"
        value={onlyDifferences ? "only" : "all"}
        options={[
          ["all", "All"],
          ["only", "Differences"],
        ]}
        onChoose={(chosen) => show({ onlyDifferences: chosen === "only" })}
      />
      <label class="sort">
        <span class="sr-only">Sort systems by</span>
        <select value={sort} onChange={(e) => show({ sort: e.currentTarget.value as Sort })}>
          <option value="name">By name</option>
          <option value="change">Last change first</option>
          <option value="differences">Most different first</option>
        </select>
      </label>
      <AsOf />
      <Choice
        class="density"
        label="Row height"
        value={density.value}
        options={[
          ["compact", "Compact"],
          ["comfortable", "Comfortable"],
        ]}
        onChoose={setDensity}
      />
    </div>
  );
}

function Filter() {
  const input = useRef<HTMLInputElement>(null);
  const { filter } = view.value;
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target) || document.querySelector("dialog[open]")) return;
      e.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <span class="grid-filter">
      <input
        ref={input}
        type="search"
        aria-label="Filter systems and environments"
        aria-keyshortcuts="/"
        aria-describedby="grid-count"
        placeholder="Filter systems"
        autocomplete="off"
        spellcheck={false}
        value={filter}
        onInput={(e) => show({ filter: e.currentTarget.value }, "replace")}
        onKeyDown={(e) => {
          if (e.key !== "Escape" || filter === "") return;
          e.preventDefault();
          show({ filter: "" }, "replace");
        }}
      />
      <span class="grid-count quiet" id="grid-count" role="status">
        {countInWords()}
      </span>
      {filter === "" && <kbd aria-hidden="true">/</kbd>}
    </span>
  );
}

const isTyping = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest("input:not([type=radio], [type=range], [type=checkbox]), textarea, select, [contenteditable]") !== null;

/** "4 of 60 systems", where not all are shown. */
function countInWords(): string {
  const [of, all] = [shown.value, grid.value];
  if (!of || !all || view.value.filter === "") return "";
  const part = (count: number, whole: number, name: string) => (count === whole ? "" : `${count} of ${whole} ${name}`);
  return [part(of.rows.length, all.rows.length, "systems"), part(of.columns.length, all.columns.length, "environments")]
    .filter(Boolean)
    .join(", ");
}

/** The slider position while dragging and until the grid for it has loaded. The address changes when dragging pauses. */
const dragged = signal<number | null>(null);
const rests = signal(true);
effect(() => {
  if (rests.value && isCurrent.value) dragged.value = null;
});
let timer: ReturnType<typeof setTimeout>;

/** While the thumb is held, nothing appears beside the slider: its width must not change under the pointer. */
const isHeld = signal(false);
const release = () => void (isHeld.value = false);

/** Whether the date field is shown though the grid is that of now. */
const isPicking = signal(false);

function AsOf() {
  const at = view.value.at;
  const shownAt = at ? Date.parse(grid.value?.at ?? "") : NaN;
  const current = Number.isNaN(shownAt) ? null : shownAt;
  // Round up to the minute, so that the thumb doesn't move by itself.
  const end = Math.ceil(now.value / 60_000) * 60_000;
  const stops = stopsOf(earliest.value ?? now.value - quarter, end);
  const stop = dragged.value ?? stopAt(stops, at ? (current ?? stops.start) : null);
  const moment = dragged.value !== null ? momentOf(stops, dragged.value) : at ? current : null;
  useEffect(() => () => void (isPicking.value = false), []);

  function drag(to: number): void {
    batch(() => {
      dragged.value = to;
      rests.value = false;
    });
    clearTimeout(timer);
    timer = setTimeout(() => {
      const chosen = momentOf(stops, to);
      batch(() => {
        show({ at: chosen === null ? "" : new Date(chosen).toISOString() }, view.peek().at ? "replace" : "push");
        rests.value = true;
      });
    }, settleAfter);
  }

  const isPast = at !== "" || dragged.value !== null || isPicking.value;
  return (
    <div class="as-of" role="group" aria-label="Time of the grid">
      <div class="slider">
        <input
          type="range"
          aria-label="As of"
          min={0}
          max={stops.count}
          value={stop}
          aria-valuetext={moment === null ? "now" : exactTime(moment, zone.value)}
          onPointerDown={() => (isHeld.value = true)}
          onPointerUp={release}
          onPointerCancel={release}
          onInput={(e) => drag(Number(e.currentTarget.value))}
        />
        <Scale stops={stops} />
      </div>
      <output class={moment === null ? "quiet" : "travelled"}>{moment === null ? "now" : shortTime(moment, zone.value)}</output>
      <Choice
        label="Time"
        value={isPast ? "past" : "now"}
        options={[
          ["now", "Now"],
          ["past", "Pick a date"],
        ]}
        onChoose={(chosen) => {
          isPicking.value = chosen === "past";
          if (chosen === "now") show({ at: "" });
        }}
      />
      {isPast && !isHeld.value && <DateField moment={moment ?? now.peek()} isFocused={isPicking.value && at === ""} />}
      {at !== "" && !isHeld.value && <a href={`/compare?${new URLSearchParams({ at })}`}>Compare then</a>}
    </div>
  );
}

/** Enters a moment. It is taken when the field is left or on Enter, because a browser reports half a date too. */
function DateField({ moment, isFocused }: { moment: number; isFocused: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFocused) input.current?.focus();
  }, []);
  const written = fieldTime(moment, zone.value);

  function take(): void {
    const chosen = momentOfField(input.current!.value, zone.peek());
    if (chosen === null || input.current!.value === written) return;
    show({ at: chosen >= now.peek() ? "" : new Date(chosen).toISOString() });
  }

  return (
    <form
      class="date-field"
      onSubmit={(e) => {
        e.preventDefault();
        take();
      }}
    >
      <input
        ref={input}
        type="datetime-local"
        aria-label={`Date and time, ${zoneLabel(moment, zone.value)}`}
        max={fieldTime(now.value, zone.value)}
        value={written}
        onBlur={take}
        onKeyDown={(e) => e.key === "Enter" && take()}
      />
      <span class="quiet">{zoneLabel(moment, zone.value)}</span>
    </form>
  );
}

/** Dates under the slider, and a mark for each incident. */
function Scale({ stops }: { stops: Stops }) {
  const end = stops.start + stops.count * stops.width;
  const offset = zone.value === "utc" ? 0 : -new Date(end).getTimezoneOffset() * 60_000;
  const at = (share: number) => ({ left: `calc(8px + ${share} * (100% - 16px))` });
  const marks = [...new Set(incidents.value.flatMap(({ opened }) => shareOf(stops, Date.parse(opened))?.toFixed(3) ?? []))];
  const spansDays = end - stops.start > 2 * 86_400_000;
  return (
    <div class="scale" aria-hidden="true">
      {ticksOf(stops, isNarrow.value ? 2 : mostTicks, offset).map((tick) => (
        <span key={tick} class="tick" style={at(shareOf(stops, tick)!)}>
          {spansDays ? dayOf(tick, end, zone.value) : shortMoment(tick, end, zone.value)}
        </span>
      ))}
      {marks.map((share) => (
        <span key={share} class="opening" style={at(Number(share))} />
      ))}
    </div>
  );
}
