import type { Event } from "../api/client";

/** What is known to be missing: recorded while nobody could listen, and too long ago to be sent again. */
export interface Gap {
  /** When the list was last known to be whole, and when it was connected again; milliseconds. */
  from: number;
  to: number;
}

/** Events newest first, each once, with the way on to older ones. */
export interface EventList {
  readonly events: readonly Event[];
  /** Goes on from list to list and grows: copied for every page it would cost more than all else. Only the newest list may be gone on from. */
  readonly keys: Set<string>;
  /** Where older events go on; null when there are none. */
  readonly next: string | null;
  /** Where each page ended, so that the oldest pages can be let go of and asked for again. */
  readonly pages: readonly { cursor: string; last: string }[];
  /** Where the range begins; null when it has no beginning. */
  readonly from: string | null;
  /** Events that arrived, but lie before what is shown. */
  readonly older: number;
  readonly gaps: readonly Gap[];
}

export const maxEvents = 20_000;

export const emptyList: EventList = { events: [], keys: new Set(), next: null, pages: [], from: null, older: 0, gaps: [] };

/** A source may hold anything, so the parts are told apart by the length of the first. */
export const eventKey = (event: { id: string; source: string }) => `${event.id.length}~${event.id}~${event.source}`;

/** Times come with three to seven digits behind the second; made as long as each other they compare as text. */
export function sortableTime(time: string): string {
  const [whole = "", fraction = ""] = time.replace("Z", "").split(".");
  return `${whole}.${fraction.padEnd(7, "0")}`;
}

export function firstPage(events: readonly Event[], next: string | null, from: string | null): EventList {
  return addPage({ ...emptyList, keys: new Set(), from }, events, next);
}

/** The next page of older events. */
export function addPage(list: EventList, page: readonly Event[], next: string | null): EventList {
  const added = distinct(list, page);
  const events = [...list.events, ...added];
  const last = events.at(-1);
  const pages = next && last ? [...list.pages, { cursor: next, last: eventKey(last) }] : list.pages;
  return { ...list, events, next, pages };
}

/**
 * What arrived over the feed, in the order it was recorded: each goes where its time says. What lies before the range, or behind the end of
 * what was loaded, is only counted: putting it there would make the list look whole down to it.
 */
export function addArrived(list: EventList, arrived: readonly Event[]): EventList {
  const added = distinct(list, arrived);
  if (added.length === 0) return list;

  const last = list.next === null ? undefined : list.events.at(-1);
  const begin = list.from && sortableTime(list.from);
  const end = last && sortableTime(last.time);
  const shown = added.filter((event) => {
    const time = sortableTime(event.time);
    const isShown = (!begin || time >= begin) && (!end || time >= end);
    if (!isShown) list.keys.delete(eventKey(event));
    return isShown;
  });
  return trim({ ...list, events: mergeSorted(shown, list.events), older: list.older + added.length - shown.length });
}

/** Those that are not in the list yet; from now on they are. */
function distinct(list: EventList, events: readonly Event[]): Event[] {
  return events.filter((event) => {
    const key = eventKey(event);
    const isNew = !list.keys.has(key);
    list.keys.add(key);
    return isNew;
  });
}

/** Of two at the same moment the one that arrived stands first. */
function mergeSorted(arrived: readonly Event[], known: readonly Event[]): Event[] {
  const fresh = arrived.map((event) => ({ event, time: sortableTime(event.time) })).reverse();
  fresh.sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
  const merged: Event[] = [];
  let at = 0;
  for (const { event, time } of fresh) {
    while (at < known.length && sortableTime(known[at]!.time) > time) merged.push(known[at++]!);
    merged.push(event);
  }
  for (; at < known.length; at++) merged.push(known[at]!);
  return merged;
}

/** Lets go of the oldest pages when the list has grown too long; they can be loaded again. */
function trim(list: EventList): EventList {
  if (list.events.length <= maxEvents) return list;
  const places = new Map(list.events.map((event, i) => [eventKey(event), i]));
  for (let i = list.pages.length - 2; i >= 0; i--) {
    const page = list.pages[i]!;
    const length = (places.get(page.last) ?? -1) + 1;
    if (length > 0 && length <= maxEvents) {
      const events = list.events.slice(0, length);
      return { ...list, events, keys: new Set(events.map(eventKey)), next: page.cursor, pages: list.pages.slice(0, i + 1) };
    }
  }
  return list;
}

export const isFull = (list: EventList) => list.events.length >= maxEvents;

/** A gap is where the list was whole last; newer ones stand first. */
export function addGap(list: EventList, gap: Gap): EventList {
  return { ...list, gaps: [gap, ...list.gaps] };
}

export type Item = { kind: "event"; event: Event; key: string } | { kind: "gap"; gap: Gap; key: string };

const known = new WeakMap<Event, Item>();

/** Made once for each event: lists are long, and change by a few events at a time. */
function itemOf(event: Event): Item {
  let item = known.get(event);
  if (!item) known.set(event, (item = { kind: "event", event, key: eventKey(event) }));
  return item;
}

/** The rows of the list: events, and gaps where they are. */
export function items(list: EventList): Item[] {
  if (list.gaps.length === 0) return list.events.map(itemOf);
  const all: Item[] = [];
  const gaps = [...list.gaps];
  for (const event of list.events) {
    while (gaps[0] && Date.parse(event.time) < gaps[0].to) pushGap(all, gaps.shift()!);
    all.push(itemOf(event));
  }
  for (const gap of gaps) pushGap(all, gap);
  return all;
}

const pushGap = (all: Item[], gap: Gap) => all.push({ kind: "gap", gap, key: `gap ${gap.from}` });
