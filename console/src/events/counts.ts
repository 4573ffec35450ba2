import { batch, computed, effect, signal } from "@preact/signals";
import { api, getData } from "../api/client";
import { now } from "../ui/now";
import { zone, zoneName } from "../ui/zone";
import { countsAs } from "../names/known";
import { eventQuery } from "../query/current";
import { type Answered, within } from "./bounds";
import { countFacets, facetOf, type FacetField, type Facets, facetQueries, type Summary } from "./facets";
import { bars, bucketFor, countInto, type Counted, fineBars, isShort } from "./histogram-scale";
import { isLive } from "../query/event-query";
import { answered, failure, list, onArrival, onDeletion, waiting } from "./timeline";

/** Counts are updated from arriving events. Count again after this time, because a live range moves on. */
const freshFor = 5 * 60_000;

export interface Counts {
  counted: Counted;
  total: number;
  complete: boolean;
}

export const counts = signal<Counts | null>(null);
export const facets = signal<Facets | null>(null);
export const countsFailure = signal<unknown>(null);
export const counting = signal(true);

const coarse = computed(() => counts.value && bars(counts.value.counted));

/** The server counts by the hour at the finest. Use smaller bars when all events of a short range are loaded. */
const fine = computed(() => {
  const known = counts.value;
  if (!known || !isShort(known.counted.window) || list.value.next !== null) return null;
  const here = [...list.value.events, ...waiting.value];
  return here.length === known.total
    ? fineBars(
        known.counted.window,
        here.map((event) => ({ at: Date.parse(event.time), severity: event.severity })),
      )
    : null;
});

export const histogram = computed(() => fine.value ?? coarse.value);

let asking: AbortController | null = null;
let arrivedMeanwhile = false;
let countedAt = 0;

/** Whether a facet is counted without the query's own terms on it: what arrives for other values isn't noticed. */
let isPartial = false;
let soon: ReturnType<typeof setTimeout> | undefined;
const soonAfter = 15_000;

/** Counts the events of the list's query in the bounds of the list and adds arriving ones, until the returned function is called. */
export function followCounts(): () => void {
  const stopAsking = effect(() => {
    if (answered.value) void count(answered.value, zoneName(zone.value));
    else if (failure.value) fail(failure.value);
  });
  const stopArrivals = onArrival((events) => {
    // The running count may or may not include these.
    if (counting.peek()) arrivedMeanwhile = true;
    else for (const event of events) add(event);
    if (isPartial) soon ??= setTimeout(() => !document.hidden && recount(true), soonAfter);
  });
  const stopDeletions = onDeletion(() => recount(true));
  const back = () => !document.hidden && isLive(eventQuery.peek()) && Date.now() - countedAt >= freshFor && recount(true);
  const timer = setInterval(back, freshFor / 5);
  document.addEventListener("visibilitychange", back);
  return () => {
    stopAsking();
    stopArrivals();
    stopDeletions();
    clearInterval(timer);
    clearTimeout(soon);
    document.removeEventListener("visibilitychange", back);
    asking?.abort();
  };
}

export function recount(again = false): void {
  if (answered.peek()) void count(answered.peek()!, zoneName(zone.peek()), again);
}

function fail(reason: unknown): void {
  asking?.abort();
  batch(() => {
    countsFailure.value = reason;
    counts.value = null;
    facets.value = null;
    counting.value = false;
  });
}

function add(event: Parameters<typeof countFacets>[1] & { time: string }): void {
  const at = Date.parse(event.time);
  const known = counts.peek();
  if (!known || !facets.peek() || at < known.counted.window.from) return;
  batch(() => {
    counts.value = { ...known, total: known.total + 1, counted: countInto(known.counted, at, event.severity) };
    facets.value = countFacets(facets.peek()!, { ...event, ...countsAs(event) });
  });
}

/** @param again Whether counts are shown already. They then stay when counting fails. */
async function count(asked: Answered, timezone: string, again = false): Promise<void> {
  asking?.abort();
  const mine = (asking = new AbortController());
  counting.value = true;
  arrivedMeanwhile = false;
  countedAt = Date.now();
  clearTimeout(soon);
  soon = undefined;
  const { q } = asked.query;
  // By default the server counts by the day from 3 days on.
  const span = asked.bounds.from === null ? 0 : Date.parse(asked.bounds.to ?? "") - Date.parse(asked.bounds.from);
  const summarize = (text: string, bucket?: "hour" | "day") =>
    getData(
      api.GET("/api/v1/summary", {
        params: { query: { ...within(asked, timezone, text, again), ...(bucket && { bucket }) } },
        signal: mine.signal,
      }),
    );
  try {
    const queries = facetQueries(q);
    const others = [...queries.keys()].filter((text) => text !== q);
    isPartial = others.length > 0;
    const [whole, ...rest] = await Promise.all([
      summarize(q, span > 0 ? bucketFor(span) : undefined),
      ...others.map((text) => summarize(text, "day")),
    ]);
    const byQuery = new Map([[q, whole], ...others.map((text, i) => [text, rest[i]!] as const)]);
    const found = {} as Record<FacetField, Summary["byType"]>;
    for (const [text, fields] of queries) for (const field of fields) found[field] = facetOf(byQuery.get(text)!, field);
    batch(() => {
      counts.value = read(whole);
      facets.value = found;
      countsFailure.value = null;
    });
  } catch (e) {
    if (mine.signal.aborted) return;
    if (!again) fail(e);
  }
  counting.value = false;
  if (arrivedMeanwhile && !countsFailure.peek()) soon ??= setTimeout(() => mine === asking && recount(true), soonAfter);
}

function read(summary: Summary): Counts {
  const edge = (time: string | null, otherwise: number) => (time === null ? otherwise : Date.parse(time));
  const window = { from: edge(summary.window.from, 0), to: edge(summary.window.to, now.peek()) };
  return {
    total: summary.total,
    complete: summary.complete,
    counted: {
      window,
      counted: { from: edge(summary.counted.from, window.from), to: edge(summary.counted.to, window.to) },
      buckets: summary.buckets.map(({ start, local, count, bySeverity }) => ({
        start: Date.parse(start),
        local,
        count,
        major: bySeverity?.[2] ?? 0,
        critical: bySeverity?.[3] ?? 0,
      })),
    },
  };
}
