import { ApiFailure, api, type Event, get, getData } from "../api/client";
import type { components } from "../api/schema";
import { countsAs } from "../names/known";
import { readSettings } from "../names/load";
import { readUnderstood, type Understood } from "../event/whole-event";
import type { Named } from "../event/address";

export type Changes = NonNullable<components["schemas"]["ChangesBeforeAnswer"]["data"]>;
export type Ranked = Changes["ranked"][number];

export const windows = ["1h", "2h", "4h", "6h", "12h", "24h", "3d", "7d"] as const;
export type Window = (typeof windows)[number];
export const defaultWindow: Window = "2h";

export const readWindow = (text: string | null): Window => windows.find((one) => one === text) ?? defaultWindow;

const day = 86_400_000;
const pageSize = "100";
const maxPages = 5;

/** Loads an event by id and source, or by ref. */
export async function findEvent({ id, source }: Named): Promise<Understood> {
  if (source !== null) {
    try {
      return await readUnderstood({ id, source });
    } catch (e) {
      if (!(e instanceof ApiFailure && e.status === 404)) throw e;
    }
  }
  const named = await getData(api.GET("/api/v1/events/{id}", { params: { path: { id }, query: source === null ? {} : { source } } }));
  return readUnderstood(named);
}

export const changesBefore = (event: Event, window: Window): Promise<Changes> =>
  getData(api.GET("/api/v1/changes-before", { params: { query: { event: event.id, source: event.source, window, limit: "10" } } }));

export interface Followed {
  /** In the same system or environment, oldest first. */
  here: readonly Event[];
  elsewhere: readonly Event[];
  /** False when there were too many: then only the latest are included. */
  isWhole: boolean;
}

/** Loads the events within a day after an event. */
export async function followedBy(event: Event): Promise<Followed> {
  const query = { from: event.time, to: new Date(Date.parse(event.time) + day).toISOString(), limit: pageSize };
  const found: Event[] = [];
  await readSettings();
  let cursor: string | null = null;
  for (let read = 0; read < maxPages; read++) {
    const page: { data: Event[]; nextCursor: string | null } = await get(
      api.GET("/api/v1/events", { params: { query: { ...query, ...(cursor !== null && { cursor }) } } }),
    );
    found.push(...page.data);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return { ...splitByPlace(event, found), isWhole: cursor === null };
}

/** Splits later events, oldest first, by whether their system or environment counts as the same. */
export function splitByPlace(event: Event, found: readonly Event[]): Pick<Followed, "here" | "elsewhere"> {
  const later = found.filter((one) => !(one.id === event.id && one.source === event.source)).reverse();
  const place = countsAs(event);
  const isHere = (one: Event) => {
    const { source, subject } = countsAs(one);
    return source === place.source || (subject !== null && subject === place.subject);
  };
  return { here: later.filter(isHere), elsewhere: later.filter((one) => !isHere(one)) };
}
