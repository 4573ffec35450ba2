import { batch, computed, effect, signal } from "@preact/signals";
import { api, type Event, get } from "../api/client";
import { onRemoved } from "../event/removed";
import type { Deleted, PollPage } from "../live/feed";
import { cursorNow, follow, retryNow as retryLive, whenOpen } from "../live/live";
import { mayHeal, retryLater } from "../ui/retry";
import { serverNow } from "../ui/clock";
import { zone, zoneName } from "../ui/zone";
import { eventQuery } from "../query/current";
import type { Answered } from "./bounds";
import { addArrived, addGap, addPage, emptyList, eventKey, type EventList, firstPage, isFull, items, removeEvents } from "./event-list";
import { type Happening, mayShow, type Pause, pauseAfter, pointed } from "./pause";
import { addAhead, learnKinds, splitAhead } from "./arriving";
import { now } from "../ui/now";
import { apiQuery, isLive, type EventQuery } from "../query/event-query";

const pageSize = "100";
const maxWaiting = 5_000;
const emptyPagesInARow = 5;

export const list = signal<EventList>(emptyList);
export const rows = computed(() => items(list.value, zone.value));

/** Events that lie ahead, nearest first. */
export const scheduled = signal<readonly Event[]>([]);

/** The query that the list answers, with the bounds that its counts use too. Null before the first answer and after a failure. */
export const answered = signal<Answered | null>(null);

export const loading = signal<"first" | "older" | null>("first");
export const failure = signal<unknown>(null);
export const olderFailure = signal<unknown>(null);

/** Several pages in a row were empty. Wait for the user to continue the search. */
export const searchStopped = signal(false);

/** Whether the organization has no events yet; undefined until known. */
export const isNew = signal<boolean | undefined>(undefined);
onRemoved(() => (isNew.value = undefined));

export { connection, refusal as liveFailure, retryAt } from "../live/live";
export const pause = signal<Pause>(null);

/** Events that arrived while paused. */
export const waiting = signal<Event[]>([]);
const overflow = signal(0);
export const waitingCount = computed(() => waiting.value.length + overflow.value);

/** Keys of rows to highlight as new. */
export const fresh = new Set<string>();

const arrivals = new Set<(events: Event[]) => void>();

/** Registers a callback for arriving events, each passed once. */
export function onArrival(callback: (events: Event[]) => void): () => void {
  arrivals.add(callback);
  return () => arrivals.delete(callback);
}

const deletions = new Set<(keys: ReadonlySet<string> | null) => void>();

/** Registers a callback for the keys of deleted events; null when any event may be gone. */
export function onDeletion(callback: (keys: ReadonlySet<string> | null) => void): () => void {
  deletions.add(callback);
  return () => deletions.delete(callback);
}

let asking: AbortController | null = null;

/** Loads the query's events and keeps them current from the shared stream, until the returned function is called. */
export function followTimeline(): () => void {
  const stopAsking = effect(() => {
    void load(eventQuery.value);
  });
  const stopFollowing = follow({
    events: (events) => take({ events }),
    deleted: (deleted) => take({ deleted }),
    reset: startOver,
    gap(since) {
      if (!isLive(eventQuery.peek()) || loading.peek() === "first") return;
      list.value = addGap(list.peek(), { from: since, to: serverNow() });
      position = null;
    },
  });
  return () => {
    stopAsking();
    stopFollowing();
    asking?.abort();
    stopPolling();
  };
}

export const reload = () => void load(eventQuery.peek());
export function retryNow(): void {
  if (failure.peek()) reload();
  else retryLive();
}

async function load(query: EventQuery): Promise<void> {
  asking?.abort();
  const mine = (asking = new AbortController());
  stopPolling();
  const wasOpen = cursorNow() !== null;
  held = [];
  batch(() => {
    loading.value = "first";
    searchStopped.value = false;
    olderFailure.value = null;
    waiting.value = [];
    overflow.value = 0;
  });
  // A new list starts at the top.
  if (pause.peek() === "scrolled") {
    pause.value = null;
    scrollTo({ top: 0 });
  }
  try {
    const page = await get(
      api.GET("/api/v1/events", {
        params: { query: { ...apiQuery(query, zoneName(zone.peek())), limit: pageSize, include: ["meaning"] } },
        signal: mine.signal,
      }),
    );
    if (page.data.length === 0 && !page.nextCursor && isNew.peek() !== false) await lookWhetherNew(mine.signal);
    else isNew.value = false;
    learnKinds(page.data);
    batch(() => {
      answered.value = { query, bounds: { from: page.window?.from ?? null, to: page.window?.to ?? null } };
      list.value = firstPage(page.data, page.nextCursor, page.window?.from ?? null);
      scheduled.value = page.scheduled ?? [];
      failure.value = null;
      loading.value = null;
    });
    goOn(query, page.feed ?? null, wasOpen);
    if (page.data.length === 0 && page.nextCursor) void loadOlder();
  } catch (e) {
    if (mine.signal.aborted) return;
    retryIfOpen(e, mine, reload);
    batch(() => {
      answered.value = null;
      failure.value = e;
      loading.value = null;
    });
  }
}

/** Tries again when the server is back, unless something else was asked for by then. */
function retryIfOpen(error: unknown, mine: AbortController, retry: () => void): void {
  if (!mayHeal(error)) return;
  const cancel = retryLater(() => !mine.signal.aborted && retry(), error);
  mine.signal.addEventListener("abort", cancel);
}

async function lookWhetherNew(signal: AbortSignal): Promise<void> {
  isNew.value = (await get(api.GET("/api/v1/events", { params: { query: { limit: "1" } }, signal }))).data.length === 0;
}

/** Loads the next page of older events. A selective query can have empty pages, so it tries up to five. */
export async function loadOlder(): Promise<void> {
  if (loading.peek() || !list.peek().next || isFull(list.peek())) return;
  const mine = asking!;
  loading.value = "older";
  olderFailure.value = null;
  searchStopped.value = false;
  try {
    let length = 0;
    for (let i = 0; i < emptyPagesInARow && length === 0 && list.peek().next; i++) {
      const page = await get(
        api.GET("/api/v1/events", {
          params: {
            query: {
              ...apiQuery(eventQuery.peek(), zoneName(zone.peek())),
              limit: pageSize,
              cursor: list.peek().next!,
              include: ["meaning"],
            },
          },
          signal: mine.signal,
        }),
      );
      length = page.data.length;
      learnKinds(page.data);
      list.value = addPage(list.peek(), page.data, page.nextCursor);
    }
    searchStopped.value = length === 0 && list.peek().next !== null;
  } catch (e) {
    if (mine.signal.aborted) return;
    retryIfOpen(e, mine, () => void loadOlder());
    olderFailure.value = e;
  }
  if (mine === asking) loading.value = null;
}

interface Arrived {
  events?: readonly Event[];
  deleted?: readonly Deleted[];
}

const pollPause = 1_000;
const maxOpening = 10 * 60_000;

/** What arrived while the first page was read; null when there is one. */
let held: Arrived[] | null = [];

/** Where to ask the feed from, for a query that the server has to answer; null while nothing is missing. */
let position: string | null = null;
let polling: AbortController | null = null;
let pollTimer: ReturnType<typeof setTimeout> | undefined;
let polledAt = 0;

/** Without a query everything on the stream belongs to the list. What a query selects only the server knows. */
const isWhole = () => !eventQuery.peek().q;

/** Goes on after the first page was read, from where it ended. */
function goOn(query: EventQuery, feed: string | null, wasOpen: boolean): void {
  const before = held ?? [];
  held = null;
  if (!isLive(query)) return;
  position = feed;
  if (isWhole()) for (const some of before) pass(some);
  if (!isWhole() && before.length > 0) pollSoon();
  if (wasOpen) return;
  // What was recorded before the stream opened didn't arrive.
  const mine = asking;
  void whenOpen(maxOpening).then((isOpen) => isOpen && mine === asking && pollSoon());
}

function take(arrived: Arrived): void {
  if (held !== null) held.push(arrived);
  else if (!isLive(eventQuery.peek())) pass({ ...(arrived.deleted && { deleted: arrived.deleted }) });
  else if (isWhole()) pass(arrived);
  else pollSoon();
}

function pass({ events, deleted }: Arrived): void {
  if (deleted) remove(deleted);
  if (events) arrive(events);
}

function stopPolling(): void {
  clearTimeout(pollTimer);
  pollTimer = undefined;
  polling?.abort();
  polling = null;
  position = null;
}

/** Asks for what the query selects of what was recorded, at most once a second. */
function pollSoon(): void {
  if (pollTimer !== undefined || polling) return void (isBehind = true);
  pollTimer = setTimeout(() => void poll(), Math.max(0, polledAt + pollPause - performance.now()));
}

/** Whether something arrived since the poll began. */
let isBehind = false;

async function poll(): Promise<void> {
  const mine = (polling = new AbortController());
  pollTimer = undefined;
  isBehind = false;
  polledAt = performance.now();
  try {
    for (let found = true; found;) {
      const { q } = eventQuery.peek();
      const query = { after: position ?? "now", wait: "0", limit: pageSize, include: ["meaning" as const], ...(q && { q: [q] }) };
      const page = (await get(api.GET("/api/v1/events", { params: { query }, signal: mine.signal }))) as unknown as PollPage;
      if (page.reset) return startOver();
      pass({ deleted: page.deleted ?? [], events: page.data });
      position = page.nextCursor;
      found = position !== cursorNow() && page.data.length + (page.deleted?.length ?? 0) > 0;
    }
  } catch (e) {
    if (mine.signal.aborted) return;
    if (mayHeal(e)) retryIfOpen(e, mine, pollSoon);
    else startOver();
  }
  polling = null;
  if (isBehind) pollSoon();
}

function arrive(events: readonly Event[]): void {
  const known = list.peek().keys;
  const before = new Set([...waiting.peek(), ...scheduled.peek()].map(eventKey));
  const unknown = events.filter((event) => !known.has(eventKey(event)) && !before.has(eventKey(event)));
  if (unknown.length === 0) return;
  isNew.value = false;
  learnKinds(unknown);
  const { due, ahead } = splitAhead(unknown, now.peek());
  if (ahead.length > 0) scheduled.value = addAhead(scheduled.peek(), ahead);
  if (due.length > 0) show(due);
}

/** What lay ahead joins the list when its time comes. */
export function arriveDue(): void {
  const { due, ahead } = splitAhead(scheduled.peek(), now.value);
  if (due.length === 0) return;
  scheduled.value = ahead;
  show(due);
}

function show(arrived: Event[]): void {
  for (const notify of arrivals) notify(arrived);
  if (mayShow(pause.peek(), pointed.peek())) insert(arrived);
  else if (waiting.peek().length + arrived.length > maxWaiting) overflow.value += arrived.length;
  else waiting.value = [...waiting.peek(), ...arrived];
}

/** Also while paused: what was deleted must not stay on the screen. */
function remove(events: readonly Deleted[]): void {
  if (events.length === 0) return;
  const keys = new Set(events.map(eventKey));
  const isLeft = (event: Event) => !keys.has(eventKey(event));
  batch(() => {
    list.value = removeEvents(list.peek(), keys);
    if (!waiting.peek().every(isLeft)) waiting.value = waiting.peek().filter(isLeft);
    if (!scheduled.peek().every(isLeft)) scheduled.value = scheduled.peek().filter(isLeft);
  });
  for (const notify of deletions) notify(keys);
}

function startOver(): void {
  reload();
  for (const notify of deletions) notify(null);
}

function insert(arrived: Event[]): void {
  list.value = addArrived(list.peek(), arrived);
  const keys = arrived.map(eventKey);
  for (const key of keys) fresh.add(key);
  setTimeout(() => keys.forEach((key) => fresh.delete(key)), 2000);
}

/** Reports a user action. Shows the waiting events when the action ends the pause. */
export function happen(happening: Happening): void {
  const was = pause.peek();
  batch(() => {
    pause.value = pauseAfter(was, happening);
    if (happening === "enter" || happening === "leave") pointed.value = happening === "enter";
    if (happening !== "showNew" && !mayShow(pause.peek(), pointed.peek())) return;
    if (overflow.peek() > 0) reload();
    else if (waiting.peek().length > 0) {
      insert(waiting.peek());
      waiting.value = [];
    }
  });
}
