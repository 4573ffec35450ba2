import { api, type Event, get } from "../api/client";
import type { Grid } from "../cell/shape";
import { canonicalOf } from "../names/edit";
import { countsAs, known } from "../names/known";
import { readGrid } from "../systems/load";
import { movesOf, type Stay, stepsBetween, staysOf } from "./stays";

const pageSize = "100";
const maxOwnPages = 3;
const maxLaterPages = 5;

export interface VersionHistory {
  /** The canonical name of the system. */
  system: string;
  grid: Grid;
  /** The events that name the version, newest first. */
  events: readonly Event[];
  stays: readonly Stay[];
  steps: ReturnType<typeof stepsBetween>;
  /** False when not all events were read. */
  isWhole: boolean;
}

async function readPages(query: object, maxPages: number): Promise<{ events: Event[]; isWhole: boolean }> {
  const events: Event[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < maxPages; page++) {
    const more: object = { ...query, include: ["meaning"], limit: pageSize, ...(cursor !== null && { cursor }) };
    const answer: { data: Event[]; nextCursor: string | null } = await get(api.GET("/api/v1/events", { params: { query: more } }));
    events.push(...answer.data);
    cursor = answer.nextCursor;
    if (cursor === null) return { events, isWhole: true };
  }
  return { events, isWhole: false };
}

/** Loads where a version is and was: its own events, then those of its system since its first arrival, a few pages of each. */
export async function readVersion(asked: string, version: string): Promise<VersionHistory> {
  const [grid, own] = await Promise.all([readGrid(), readPages({ source: [asked], version: [version] }, maxOwnPages)]);
  const system = canonicalOf(known.peek(), "sources", asked);
  const arrivals = movesOf(own.events).filter((move) => move.version === version);
  const first = arrivals[0]?.time;
  const later =
    first === undefined ? { events: [], isWhole: true } : await readPages({ source: [asked], from: first }, maxLaterPages);
  // Names count as in the grid.
  const events = [...own.events, ...later.events].map((event) => ({ ...event, subject: countsAs(event).subject }));
  const knownFrom = later.isWhole ? "" : (later.events.at(-1)?.time ?? "");
  const stays = staysOf(movesOf(events), version, knownFrom);
  return { system, grid, events: own.events, stays, steps: stepsBetween(stays, grid.columns), isWhole: own.isWhole && later.isWhole };
}
