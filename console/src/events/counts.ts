import { batch, computed, effect, signal } from "@preact/signals";
import { api, getData } from "../api/client";
import { type Zone, zone, zoneName } from "../ui/zone";
import { countsAs } from "../names/known";
import { eventQuery } from "../query/current";
import { countFacets, facetOf, type FacetField, type Facets, facetQueries, type Summary } from "./facets";
import { bars, bucketFor, countInto, type Counted, fineBars, isShort } from "./histogram-scale";
import { apiQuery, isLive, type EventQuery } from "../query/event-query";
import { list, onArrival, onDeletion, waiting } from "./timeline";

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
        here.map((event) => Date.parse(event.time)),
      )
    : null;
});

export const histogram = computed(() => fine.value ?? coarse.value);

let asking: AbortController | null = null;
let arrivedMeanwhile = false;
let countedAt = 0;

/** Counts the query's events and adds arriving ones, until the returned function is called. */
export function followCounts(): () => void {
  const stopAsking = effect(() => {
    void count(eventQuery.value, zone.value);
  });
  const stopArrivals = onArrival((events) => {
    // The running count may or may not include these.
    if (counting.peek()) arrivedMeanwhile = true;
    else for (const event of events) add(event);
  });
  const stopDeletions = onDeletion(() => void count(eventQuery.peek(), zone.peek(), true));
  const back = () =>
    !document.hidden && isLive(eventQuery.peek()) && Date.now() - countedAt >= freshFor && void count(eventQuery.peek(), zone.peek(), true);
  const timer = setInterval(back, freshFor / 5);
  document.addEventListener("visibilitychange", back);
  return () => {
    stopAsking();
    stopArrivals();
    stopDeletions();
    clearInterval(timer);
    document.removeEventListener("visibilitychange", back);
    asking?.abort();
  };
}

export const recount = () => void count(eventQuery.peek(), zone.peek());

function add(event: Parameters<typeof countFacets>[1] & { time: string }): void {
  const at = Date.parse(event.time);
  const known = counts.peek();
  if (!known || !facets.peek() || at < known.counted.window.from) return;
  batch(() => {
    counts.value = { ...known, total: known.total + 1, counted: countInto(known.counted, at) };
    facets.value = countFacets(facets.peek()!, { ...event, ...countsAs(event) });
  });
}

/** @param again Whether counts are shown already. They then stay when counting fails. */
async function count(query: EventQuery, zone: Zone, again = false): Promise<void> {
  asking?.abort();
  const mine = (asking = new AbortController());
  counting.value = true;
  arrivedMeanwhile = false;
  countedAt = Date.now();
  const summarize = (q: string, bucket?: "hour" | "day") =>
    getData(
      api.GET("/api/v1/summary", {
        params: { query: { ...apiQuery({ ...query, q }, zoneName(zone)), ...(bucket && { bucket }) } },
        signal: mine.signal,
      }),
    );
  try {
    const queries = facetQueries(query.q);
    const others = [...queries.keys()].filter((q) => q !== query.q);
    const [whole, ...rest] = await Promise.all([summarizeFinely(query.q, summarize), ...others.map((q) => summarize(q, "day"))]);
    const byQuery = new Map([[query.q, whole], ...others.map((q, i) => [q, rest[i]!] as const)]);
    const found = {} as Record<FacetField, Summary["byType"]>;
    for (const [q, fields] of queries) for (const field of fields) found[field] = facetOf(byQuery.get(q)!, field);
    batch(() => {
      counts.value = read(whole);
      facets.value = found;
      countsFailure.value = null;
    });
  } catch (e) {
    if (mine.signal.aborted) return;
    if (!again) {
      batch(() => {
        countsFailure.value = e;
        counts.value = null;
        facets.value = null;
      });
    }
  }
  counting.value = false;
  if (arrivedMeanwhile && !countsFailure.peek()) setTimeout(() => mine === asking && void count(query, zone, true), 15_000);
}

/** By default the server counts by the day from 3 days on. Ask for hours up to 16 days. */
async function summarizeFinely(q: string, summarize: (q: string, bucket?: "hour" | "day") => Promise<Summary>): Promise<Summary> {
  const hours = /^-(\d+)([mhdw])$/.exec(eventQuery.peek().from);
  const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };
  const end = eventQuery.peek().to ? Date.parse(eventQuery.peek().to) : Date.now();
  const begin = hours ? Date.now() - Number(hours[1]) * units[hours[2]!]! : Date.parse(eventQuery.peek().from);
  const span = end - begin;
  return span > 0 ? summarize(q, bucketFor(span)) : summarize(q);
}

function read(summary: Summary): Counts {
  const edge = (time: string | null, otherwise: number) => (time === null ? otherwise : Date.parse(time));
  const window = { from: edge(summary.window.from, 0), to: edge(summary.window.to, Date.now()) };
  return {
    total: summary.total,
    complete: summary.complete,
    counted: {
      window,
      counted: { from: edge(summary.counted.from, window.from), to: edge(summary.counted.to, window.to) },
      buckets: summary.buckets.map((bucket) => ({ start: Date.parse(bucket.start), local: bucket.local, count: bucket.count })),
    },
  };
}
