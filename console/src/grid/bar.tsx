import { batch, effect, signal } from "@preact/signals";
import { now } from "../ui/now";
import { exactTime, shortTime } from "../ui/when";
import { zone } from "../ui/zone";
import { earliest, grid, isCurrent, show, view } from "./load";
import { momentOf, stopAt, stopsOf } from "./slider";
import "./bar.css";

const settleAfter = 150;
const quarter = 90 * 86_400_000;

/** Chooses the time of the grid and what it shows. */
export function Bar() {
  const { at, onlyDifferences } = view.value;
  return (
    <div class="grid-bar">
      <AsOf />
      {/* Hidden rather than removed, so that the slider keeps its width while dragging. */}
      <button type="button" class={at ? "primary" : "primary is-away"} onClick={() => show({ at: "" })}>
        Back to now
      </button>
      <label class="check">
        <input type="checkbox" checked={onlyDifferences} onChange={(e) => show({ onlyDifferences: e.currentTarget.checked })} /> Differences
        only
      </label>
      <a href={`/diff${at ? `?${new URLSearchParams({ at })}` : ""}`}>Compare two environments</a>
    </div>
  );
}

/** The slider position while dragging and until the grid for it has loaded. The address changes when dragging pauses. */
const dragged = signal<number | null>(null);
const rests = signal(true);
effect(() => {
  if (rests.value && isCurrent.value) dragged.value = null;
});
let timer: ReturnType<typeof setTimeout>;

function AsOf() {
  const at = view.value.at;
  const shownAt = at ? Date.parse(grid.value?.at ?? "") : NaN;
  const current = Number.isNaN(shownAt) ? null : shownAt;
  // Round up to the minute, so that the thumb doesn't move by itself.
  const stops = stopsOf(earliest.value ?? now.value - quarter, Math.ceil(now.value / 60_000) * 60_000);
  const stop = dragged.value ?? stopAt(stops, at ? (current ?? stops.start) : null);
  const moment = dragged.value !== null ? momentOf(stops, dragged.value) : at ? current : null;

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

  return (
    <label class="as-of">
      <span>As of</span>
      <input
        type="range"
        min={0}
        max={stops.count}
        value={stop}
        aria-valuetext={moment === null ? "now" : exactTime(moment, zone.value)}
        onInput={(e) => drag(Number(e.currentTarget.value))}
      />
      <output class={moment === null ? "quiet" : "travelled"}>{moment === null ? "now" : shortTime(moment, zone.value)}</output>
    </label>
  );
}
