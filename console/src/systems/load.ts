import { api, type Event, get, getData } from "../api/client";
import type { components } from "../api/schema";
import { type Diff, type Grid, type GridRow, placeKey } from "../cell/shape";
import { type Mark, marksOfDiffs, ownMarks, stepsOf } from "../grid/marks";
import { canonicalOf, type NamesField } from "../names/edit";
import { known } from "../names/known";
import { readSettings } from "../names/load";
import { nearNames } from "../names/near";
import type { Zone } from "../ui/zone";

export type Incident = components["schemas"]["Incident"];

/** The grid with everything archived, so that each recorded name is found. */
export async function readGrid(): Promise<Grid> {
  const [grid] = await Promise.all([
    getData(api.GET("/api/v1/grid", { params: { query: { archived: "include" } } })),
    // Without the settings, an alias leads nowhere.
    readSettings().catch(() => undefined),
  ]);
  return grid;
}

export type Found<T> = { found: T; name: string } | { found: null; near: readonly string[] };

/** Finds a name, or the one that it counts as, among recorded ones; else the nearest. */
export function findName<T>(asked: string, field: NamesField, all: readonly T[], nameOf: (one: T) => string | null): Found<T> {
  const name = canonicalOf(known.peek(), field, asked);
  const found = all.find((one) => nameOf(one) === name);
  return found ? { found, name } : { found: null, near: nearNames(asked, all.map(nameOf).filter((one) => one !== null)) };
}

export interface Recent {
  events: readonly Event[];
  isWhole: boolean;
}

type Meant = Event & { opstrails?: { kind?: string } };

/** The events of a system or an environment in the last days, newest first and up to 100. Incidents are told elsewhere. */
export async function readRecent(place: { source: string[] } | { subject: string[] }, from: string): Promise<Recent> {
  const query = { ...place, from, limit: "100", include: ["meaning" as const] };
  const page = await get(api.GET("/api/v1/events", { params: { query } }));
  const events = (page.data as Meant[]).filter((event) => event.opstrails?.kind !== "incident");
  return { events, isWhole: page.nextCursor === null };
}

/** The newest incidents of a system or an environment, open ones first. */
export async function readIncidents(place: { source: string[] } | { subject: string[] }): Promise<readonly Incident[]> {
  const { data } = await get(api.GET("/api/v1/incidents", { params: { query: { ...place, limit: "10" } } }));
  const isOver = (incident: Incident) => Number(incident.state === "resolved" || incident.state === "notClosed");
  return [...data].sort((one, other) => isOver(one) - isOver(other));
}

/** The marks that follow from comparing environments with the one before, of those that are asked for. */
export async function readDiffMarks(
  grid: Grid,
  wanted: (from: string | null, to: string) => boolean,
): Promise<ReadonlyMap<string, readonly Mark[]>> {
  const side = (subject: string | null) => `${subject ?? ""}@${grid.at}`;
  const diffs: Diff[] = await Promise.all(
    stepsOf(grid.columns)
      .filter(({ from, to }) => wanted(from, to))
      .map(({ from, to }) => getData(api.GET("/api/v1/diff", { params: { query: { from: side(from), to: side(to) } } }))),
  );
  return marksOfDiffs(diffs);
}

/** The marks of a cell. That it changed lately is told by its age. */
export const marksOfCell = (
  source: string,
  cell: GridRow["cells"][number],
  grid: Grid,
  more: ReadonlyMap<string, readonly Mark[]>,
  zone: Zone,
): readonly Mark[] =>
  [...ownMarks(cell, grid.at, zone), ...(more.get(placeKey({ source, subject: cell.subject })) ?? [])].filter(
    (mark) => mark.kind !== "changed",
  );
