import { batch, computed, effect, signal } from "@preact/signals";
import { api, getData } from "../api/client";
import { onRemoved } from "../event/removed";
import { type StreamedCell, withCells } from "../live/cells";
import { follow, whenOpen } from "../live/live";
import { derivedKind } from "../event/meaning";
import { serverNow } from "../ui/clock";
import { mayHeal, retryLater } from "../ui/retry";
import { searchParams, setSearchParams } from "../ui/router";
import { zone, zoneName } from "../ui/zone";
import { readView, type View, writeView } from "./address";
import { type Mark, marksOfDiffs, stepsOf } from "./marks";
import { type Diff, type Grid, placeKey } from "../cell/shape";

/** How often ages move on. Nothing is asked for it. */
const tickEvery = 30_000;

/** Changes that arrive within this time are drawn at once. */
const drawAfter = 20;
const drawEvery = 300;

/** What a cell doesn't tell is asked for this long after it came, and not more often. */
const askAfter = 1_000;
const askEvery = 3_000;

/** How long the first read waits for the stream, so that nothing recorded in between is missed. */
const maxOpening = 250;

/** How long a cell that came in is highlighted. */
const freshFor = 3_000;

/** A tab that was hidden for longer reads the grid again: settings change without an event. */
const maxHidden = 5 * 60_000;

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

/** The cells that came in just now. */
export const fresh = signal<ReadonlySet<string>>(new Set());

/** The comparisons behind the marks, by their pair of environments. */
let diffs = new Map<string, Diff>();

/** Loads the grid for the time in the address, and keeps that of now current. Runs until the returned function is called. */
export function followGrid(): () => void {
  const stop = effect(() => {
    void load(wanted.value);
  });
  const stopRecalculating = effect(() => {
    if (!isRecalculating.value || loading.value || comparing.value) return;
    const again = setTimeout(() => !document.hidden && void reload(), recalculatedAfter);
    return () => clearTimeout(again);
  });
  const stopFollowing = follow({
    cells: (cells) => (cells === null ? soon() : draw(cells)),
    // They change other cells, and the freezes, which no cell tells.
    events: (events) => events.some((event) => ["incident", "freeze", "maintenance"].includes(derivedKind(event) ?? "")) && soon(),
    deleted: soon,
    reset: soon,
    gap: soon,
  });
  let hiddenAt = 0;
  const hideOrShow = () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > maxHidden) soon();
    else tick();
  };
  document.addEventListener("visibilitychange", hideOrShow);
  const ticking = setInterval(tick, tickEvery);
  return () => {
    stop();
    stopRecalculating();
    stopFollowing();
    document.removeEventListener("visibilitychange", hideOrShow);
    clearInterval(ticking);
    for (const timer of [drawing, asksAgain, comparesAgain]) clearTimeout(timer);
    drawing = asksAgain = comparesAgain = undefined;
    arrived.clear();
    asking?.abort();
  };
}

export const reload = () => load(wanted.peek());

const isNow = () => view.peek().at === "" && isCurrent.peek();

/** Moves the time of a grid of now on. When a freeze begins or ends by then, the grid is asked for again. */
function tick(): void {
  const known = grid.peek();
  if (document.hidden || !known || !isNow()) return;
  const [before, at] = [Date.parse(known.at), Math.max(serverNow(), Date.parse(known.at))];
  const passes = (time: string) => Date.parse(time) > before && Date.parse(time) <= at;
  if (known.freezes?.some(({ from, until }) => passes(from) || passes(until))) soon();
  grid.value = { ...known, at: new Date(at).toISOString() };
}

let asksAgain: ReturnType<typeof setTimeout> | undefined;
let askedAt = -Infinity;

/** Reads the grid again in a moment. */
function soon(): void {
  if (view.peek().at !== "") return;
  asksAgain ??= setTimeout(
    () => {
      asksAgain = undefined;
      if (!document.hidden) void reload();
    },
    Math.max(askAfter, askedAt + askEvery - performance.now()),
  );
}

/** What came in and isn't drawn yet: the newest of each cell. */
const arrived = new Map<string, StreamedCell>();
let drawing: ReturnType<typeof setTimeout> | undefined;
let drawnAt = -Infinity;

function draw(cells: readonly StreamedCell[]): void {
  if (view.peek().at !== "") return;
  for (const one of cells) arrived.set(placeKey({ source: one.source, subject: one.cell.subject }), one);
  drawing ??= setTimeout(drawArrived, Math.max(drawAfter, drawnAt + drawEvery - performance.now()));
}

function drawArrived(): void {
  drawing = undefined;
  drawnAt = performance.now();
  const known = grid.peek();
  // The answer on its way may or may not have them.
  if (loading.peek() || !known) soon();
  if (!known || !isNow()) return void arrived.clear();
  const found = withCells(known, [...arrived.values()]);
  const at = new Date(Math.max(serverNow(), Date.parse(known.at))).toISOString();
  const keys = [...arrived.keys()];
  const subjects = new Set([...arrived.values()].map(({ cell }) => cell.subject));
  arrived.clear();
  batch(() => {
    grid.value = { ...found.grid, at };
    fresh.value = new Set([...fresh.peek(), ...keys]);
  });
  setTimeout(() => (fresh.value = new Set([...fresh.peek()].filter((key) => !keys.includes(key)))), freshFor);
  if (found.isKnown) compareSoon(subjects);
  else soon();
}

async function load(what: string): Promise<void> {
  const [at, archived] = JSON.parse(what) as [string, boolean];
  asking?.abort();
  const mine = (asking = new AbortController());
  loading.value = true;
  if (at === "" && grid.peek() === null) {
    const isOpen = await whenOpen(maxOpening);
    if (mine.signal.aborted) return;
    if (!isOpen) void whenOpen(60_000).then((opened) => opened && !mine.signal.aborted && soon());
  }
  askedAt = performance.now();
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
      if (content !== compared && comparedFor !== what) marks.value = new Map();
      comparing.value = content !== compared;
    });
    if (comparing.peek()) {
      await compare(found, null, mine.signal);
      if (marksFailure.peek() === null) [compared, comparedFor] = [content, what];
    }
  } catch (e) {
    if (mine.signal.aborted) return;
    healLater(e, mine);
    batch(() => {
      // Keep a grid of the same time, but don't show a grid of another time as if it were this one.
      if (askedFor.peek() !== what) grid.value = null;
      failure.value = e;
      loading.value = false;
    });
  }
}

/** Reads again when the server is back, unless something else was asked for by then. */
function healLater(error: unknown, mine: AbortController): void {
  if (mayHeal(error)) mine.signal.addEventListener("abort", retryLater(() => !mine.signal.aborted && void reload(), error));
}

/** The content that the marks were computed for, and the time and archive it belongs to. */
let compared = "";
let comparedFor = "";

const changed = new Set<string | null>();
let comparesAgain: ReturnType<typeof setTimeout> | undefined;

/** Compares the environments whose cells came in, in a moment. */
function compareSoon(subjects: ReadonlySet<string | null>): void {
  for (const subject of subjects) changed.add(subject);
  compared = "";
  comparesAgain ??= setTimeout(() => {
    comparesAgain = undefined;
    const known = grid.peek();
    const these = new Set(changed);
    changed.clear();
    if (known && asking && isNow() && !document.hidden) void compare(known, these, asking.signal);
  }, askAfter);
}

/** @param subjects The environments to compare anew; null for all. */
async function compare(found: Grid, subjects: ReadonlySet<string | null> | null, signal: AbortSignal): Promise<void> {
  // Names may contain @. The API splits at the last one.
  const side = (subject: string) => `${subject}@${found.at}`;
  const key = (from: string | null, to: string | null) => JSON.stringify([from, to]);
  const steps = stepsOf(found.columns);
  const asked = steps.filter(({ from, to }) => subjects === null || subjects.has(from) || subjects.has(to) || !diffs.has(key(from, to)));
  try {
    const answers: Diff[] = await Promise.all(
      asked.map(({ from, to }) => getData(api.GET("/api/v1/diff", { params: { query: { from: side(from!), to: side(to) } }, signal }))),
    );
    const all = new Map(asked.map(({ from, to }, i) => [key(from, to), answers[i]!]));
    for (const { from, to } of steps) if (!all.has(key(from, to))) all.set(key(from, to), diffs.get(key(from, to))!);
    diffs = all;
    batch(() => {
      marks.value = marksOfDiffs(steps.map(({ from, to }) => all.get(key(from, to))!));
      marksFailure.value = null;
      comparing.value = false;
    });
  } catch (e) {
    if (signal.aborted) return;
    batch(() => {
      marksFailure.value = e;
      comparing.value = false;
    });
    if (asking) healLater(e, asking);
  }
}
