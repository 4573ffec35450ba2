import { batch, computed, effect, signal } from "@preact/signals";
import { api, getData } from "../api/client";
import { onRemoved } from "../event/removed";
import { searchParams, setSearchParams } from "../ui/router";
import { zone, zoneName } from "../ui/zone";
import { readView, type View, writeView } from "./address";
import { type Mark, marksOfDiffs, stepsOf } from "./marks";
import type { Diff, Grid } from "../cell/shape";

const refreshEvery = 30_000;

/** How soon to read a grid again whose cells are being recalculated. */
const recalculatedAfter = 3_000;

// Compares as text, so that unrelated changes of the address don't reload the grid.
const written = computed(() => JSON.stringify(readView(searchParams.value)));

/** What the grid shows, from the address. */
export const view = computed(() => JSON.parse(written.value) as View);

/** What decides about the grid to load: the time, and whether archived ones are included. */
const wanted = computed(() => JSON.stringify([view.value.at, view.value.archived]));

export const grid = signal<Grid | null>(null);
export const failure = signal<unknown>(null);
export const loading = signal(true);

/** The marks of each cell from comparing environments. They load after the grid. */
export const marks = signal<ReadonlyMap<string, readonly Mark[]>>(new Map());
export const marksFailure = signal<unknown>(null);

/** The time of the earliest known event. */
export const earliest = signal<number | null>(null);

onRemoved(() => {
  grid.value = null;
  earliest.value = null;
});

export function show(change: Partial<View>, how: "push" | "replace" = "push"): void {
  setSearchParams(writeView(change), how);
}

let asking: AbortController | null = null;

/** What the grid was loaded for. */
const askedFor = signal<string | null>(null);

/** Whether the loaded grid is the one in the address. */
export const isCurrent = computed(() => grid.value !== null && askedFor.value === wanted.value);

const comparing = signal(false);

/** Whether the server is still deriving cells again, after a change of what event types mean. */
export const isRecalculating = computed(() => grid.value?.recomputing === true);

/** Whether the grid or its marks are still loading. */
export const isBusy = computed(() => !isCurrent.value || comparing.value);

/** The content that the marks were computed for. */
let compared = "";

/** Loads the grid for the time in the address and refreshes it when that is now. Runs until the returned function is called. */
export function followGrid(): () => void {
  const stop = effect(() => {
    void load(wanted.value);
  });
  const timer = setInterval(() => {
    if (!document.hidden && view.peek().at === "") void reload();
  }, refreshEvery);
  const stopRecalculating = effect(() => {
    if (!isRecalculating.value || loading.value || comparing.value) return;
    const again = setTimeout(() => !document.hidden && void reload(), recalculatedAfter);
    return () => clearTimeout(again);
  });
  return () => {
    stop();
    stopRecalculating();
    clearInterval(timer);
    asking?.abort();
  };
}

export const reload = () => load(wanted.peek());

async function load(what: string): Promise<void> {
  const [at, archived] = JSON.parse(what) as [string, boolean];
  asking?.abort();
  const mine = (asking = new AbortController());
  loading.value = true;
  try {
    const query = { ...(at && { at }), timezone: zoneName(zone.peek()), ...(archived && { archived: "include" as const }) };
    const found: Grid = await getData(api.GET("/api/v1/grid", { params: { query }, signal: mine.signal }));
    const firsts = found.rows.flatMap((row) => row.cells.map((cell) => Date.parse(cell.firstSeen)));
    const content = JSON.stringify([what, found.columns, found.rows]);
    batch(() => {
      grid.value = found;
      askedFor.value = what;
      failure.value = null;
      loading.value = false;
      if (firsts.length > 0) earliest.value = firsts.reduce((one, other) => Math.min(one, other), earliest.peek() ?? Infinity);
      if (content !== compared) marks.value = new Map();
      comparing.value = content !== compared;
    });
    if (comparing.peek()) await compare(found, content, mine.signal);
  } catch (e) {
    if (mine.signal.aborted) return;
    batch(() => {
      // Keep a grid of the same time, but don't show a grid of another time as if it were this one.
      if (askedFor.peek() !== what) grid.value = null;
      failure.value = e;
      loading.value = false;
    });
  }
}

async function compare(found: Grid, content: string, signal: AbortSignal): Promise<void> {
  // Names may contain @. The API splits at the last one.
  const side = (subject: string) => `${subject}@${found.at}`;
  try {
    const diffs: Diff[] = await Promise.all(
      stepsOf(found.columns).map(({ from, to }) =>
        getData(api.GET("/api/v1/diff", { params: { query: { from: side(from!), to: side(to) } }, signal })),
      ),
    );
    batch(() => {
      marks.value = marksOfDiffs(diffs);
      marksFailure.value = null;
      comparing.value = false;
    });
    compared = content;
  } catch (e) {
    if (signal.aborted) return;
    batch(() => {
      marksFailure.value = e;
      comparing.value = false;
    });
  }
}
