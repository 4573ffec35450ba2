import type { Event } from "../api/client";
import type { Zone } from "../ui/zone";
import { dayOf } from "./days";

/** A time in which events may be missing: the feed no longer keeps what was recorded while offline. */
export interface Gap {
  /** When the list was last complete, in milliseconds. */
  from: number;
  to: number;
}

/** Unique events, newest first, with a cursor to older ones. */
export interface EventList {
  readonly events: readonly Event[];
  /** Shared by successive lists, because copying it for each page is expensive. Only extend the newest list. */
  readonly keys: Set<string>;
  /** The cursor to older events; null when there are none. */
  readonly next: string | null;
  /** Where each page ended, to drop the oldest pages and load them again later. */
  readonly pages: readonly { cursor: string; last: string }[];
  /** The start of the range; null when it is open. */
  readonly from: string | null;
  /** The number of arrived events that are older than the shown ones. */
  readonly older: number;
  readonly gaps: readonly Gap[];
}

export const maxEvents = 20_000;

export const emptyList: EventList = { events: [], keys: new Set(), next: null, pages: [], from: null, older: 0, gaps: [] };

/** Id and source can contain any character. The length of the id separates them. */
export const eventKey = (event: { id: string; source: string }) => `${event.id.length}~${event.id}~${event.source}`;

/** Pads the 3 to 7 fractional digits to 7, so that times compare as text. */
export function sortableTime(time: string): string {
  const [whole = "", fraction = ""] = time.replace("Z", "").split(".");
  return `${whole}.${fraction.padEnd(7, "0")}`;
}

export function firstPage(events: readonly Event[], next: string | null, from: string | null): EventList {
  return addPage({ ...emptyList, keys: new Set(), from }, events, next);
}

/** Adds a page of older events. */
export function addPage(list: EventList, page: readonly Event[], next: string | null): EventList {
  const added = distinct(list, page);
  const events = [...list.events, ...added];
  const last = events.at(-1);
  const pages = next && last ? [...list.pages, { cursor: next, last: eventKey(last) }] : list.pages;
  return { ...list, events, next, pages };
}

/**
 * Adds events from the feed by their time. Events older than the range or the loaded pages are only counted: showing them would make
 * the list look complete down to them.
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

/** Drops deleted events. Their ids may arrive again. */
export function removeEvents(list: EventList, deleted: ReadonlySet<string>): EventList {
  const events = list.events.filter((event) => !deleted.has(eventKey(event)));
  if (events.length === list.events.length) return list;
  for (const key of deleted) list.keys.delete(key);
  return { ...list, events };
}

/** Returns the events that are not in the list, and adds their keys. */
function distinct(list: EventList, events: readonly Event[]): Event[] {
  return events.filter((event) => {
    const key = eventKey(event);
    const isNew = !list.keys.has(key);
    list.keys.add(key);
    return isNew;
  });
}

/** Of two events with the same time, the arrived one comes first. */
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

/** Drops the oldest pages of a list that is too long. They can be loaded again. */
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

/** Adds a gap; newer gaps come first. */
export function addGap(list: EventList, gap: Gap): EventList {
  return { ...list, gaps: [gap, ...list.gaps] };
}

export type EventItem = { kind: "event"; event: Event; key: string };
export type Item = EventItem | { kind: "gap"; gap: Gap; key: string } | { kind: "day"; day: number; key: string };

const known = new WeakMap<Event, EventItem>();
const days = { utc: new WeakMap<Event, number>(), local: new WeakMap<Event, number>() };

function dayOfEvent(event: Event, zone: Zone): number {
  let day = days[zone].get(event);
  if (day === undefined) days[zone].set(event, (day = dayOf(Date.parse(event.time), zone)));
  return day;
}

/** Cached per event, because lists are long and change by a few events at a time. */
function itemOf(event: Event): EventItem {
  let item = known.get(event);
  if (!item) known.set(event, (item = { kind: "event", event, key: eventKey(event) }));
  return item;
}

/** The rows of the list: events and gaps by time, under the days of a zone. */
export function items(list: EventList, zone: Zone = "utc"): Item[] {
  const all: Item[] = [];
  const gaps = [...list.gaps];
  let shown: number | null = null;
  for (const event of list.events) {
    while (gaps[0] && Date.parse(event.time) < gaps[0].to) pushGap(all, gaps.shift()!);
    const day = dayOfEvent(event, zone);
    if (day !== shown) all.push({ kind: "day", day, key: `day ${day}` });
    shown = day;
    all.push(itemOf(event));
  }
  for (const gap of gaps) pushGap(all, gap);
  return all;
}

const pushGap = (all: Item[], gap: Gap) => all.push({ kind: "gap", gap, key: `gap ${gap.from}` });
