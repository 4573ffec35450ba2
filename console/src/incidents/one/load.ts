import { ApiFailure, api, get, getData } from "../../api/client";
import type { Freeze, Grid } from "../../cell/shape";
import { countsAs, known } from "../../names/known";
import { readSettings } from "../../names/load";
import type { BusinessHours } from "../picture/hours";
import { type Change, changesOf, keyOf, type MeantEvent, type Place } from "../picture/changes";
import { type Lane, lanesOf, versionsOf } from "../picture/lanes";
import type { Span } from "../picture/scale";
import { type Incident, type Ranked, strengthOf } from "../suspicion";
import { endOf, spanOf } from "./window";

/** What the page of an incident shows. */
export interface Around {
  incident: Incident;
  place: Place;
  /** The most suspect first. */
  suspects: readonly Ranked[];
  suspectsTotal: number;
  /** Without the incident's own events. Oldest first. */
  changes: readonly Change[];
  lanes: readonly Lane[];
  /** Those of the environment, or of all environments. */
  freezes: readonly Freeze[];
  /** The time that the events are read for. */
  span: Span;
  /** Parts of it with too many events to read. */
  cuts: readonly Span[];
  hours: BusinessHours | null;
  /** The zone of the business hours. */
  zone: string;
  /** The versions that the system got after the opening, in any environment. Oldest first. */
  later: readonly MeantEvent[];
}

/** Several systems have an incident with the number. */
export interface Choice {
  choices: readonly Incident[];
}

const pageSize = "100";
const maxPages = 5;
const maxSuspects = "50";
const day = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();

/** Loads an incident by number, or by the id or ref of one of its events, with what happened around it. */
export async function readIncident(number: string, source: string | null, now: number): Promise<Around | Choice> {
  const [incident] = await Promise.all([findIncident(number, source), readSettings()]);
  return "choices" in incident ? incident : readAround(incident, now);
}

async function findIncident(number: string, source: string | null): Promise<Incident | Choice> {
  try {
    const query = source === null ? {} : { source };
    return await getData(api.GET("/api/v1/incidents/{number}", { params: { path: { number }, query } }));
  } catch (e) {
    if (source !== null || !(e instanceof ApiFailure && e.status === 400)) throw e;
    const choices = await numbered(number);
    // Not a number of several systems, but an id or a ref of several events: the message says which.
    if (choices.length < 2) throw e;
    return { choices };
  }
}

/** The newest incident with a number in each system. */
async function numbered(number: string): Promise<Incident[]> {
  const found = new Map<string, Incident>();
  let cursor: string | null = null;
  for (let read = 0; read < maxPages; read++) {
    const page: { data: Incident[]; nextCursor: string | null } = await get(
      api.GET("/api/v1/incidents", { params: { query: { limit: pageSize, ...(cursor !== null && { cursor }) } } }),
    );
    for (const one of page.data) if (one.number === number && !found.has(one.source)) found.set(one.source, one);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return [...found.values()];
}

async function readAround(incident: Incident, now: number): Promise<Around> {
  const opened = Date.parse(incident.opened);
  const first = incident.suspects?.ranked[0];
  const span = spanOf(incident, first && strengthOf(first) === "strong" ? Date.parse(first.event.time) : null, now);
  const [ranking, before, after, atStart, atOpening, later] = await Promise.all([
    rankingOf(incident),
    // The two parts apart: with many events, neither takes the pages of the other.
    readEvents({ from: span.from, to: opened + 1 }),
    readEvents({ from: opened + 1, to: Math.max(span.to, opened + 2) }),
    readGrid(span.from),
    readGrid(opened),
    readLater(incident, now),
  ]);
  const place = countsAs(incident);
  const own = new Set((incident.events ?? []).map(keyOf));
  const events = [...before.events, ...after.events].filter((event) => !own.has(keyOf(event)));
  const changes = changesOf(events, ranking.ranked, place, countsAs);
  const freezes = new Map([...(atStart?.freezes ?? []), ...(atOpening?.freezes ?? [])].map((freeze) => [freeze.ref, freeze]));
  const { businessHours, timeZone } = known.peek();
  return {
    incident,
    place,
    suspects: ranking.ranked,
    suspectsTotal: ranking.total,
    changes,
    lanes: lanesOf({
      incident: place,
      changes,
      before: versionsOf(atStart),
      atOpening: { at: opened, versions: versionsOf(atOpening) },
      start: span.from,
    }),
    freezes: [...freezes.values()].filter((freeze) => freeze.subject === null || freeze.subject === place.subject),
    span,
    cuts: [before, after].flatMap((part) => part.cut ?? []),
    hours: businessHours ?? null,
    zone: timeZone ?? "UTC",
    later,
  };
}

/** The suspects of the incident, or more of them where it doesn't have all. */
async function rankingOf({ suspects, id, source }: Incident): Promise<{ ranked: readonly Ranked[]; total: number }> {
  if (!suspects) return { ranked: [], total: 0 };
  if (suspects.total <= suspects.ranked.length) return suspects;
  const query = { event: id, source, window: "2h" as const, limit: maxSuspects };
  return getData(api.GET("/api/v1/changes-before", { params: { query } }));
}

/** The events of a span, newest first, and the part that has too many. */
async function readEvents(span: Span): Promise<{ events: MeantEvent[]; cut: Span | null }> {
  const events: MeantEvent[] = [];
  const query = { from: iso(span.from), to: iso(span.to), include: ["meaning"] as "meaning"[], limit: pageSize };
  let cursor: string | null = null;
  for (let read = 0; read < maxPages; read++) {
    const page: { data: MeantEvent[]; nextCursor: string | null } = await get(
      api.GET("/api/v1/events", { params: { query: { ...query, ...(cursor !== null && { cursor }) } } }),
    );
    events.push(...page.data);
    cursor = page.nextCursor;
    if (cursor === null) return { events, cut: null };
  }
  const oldest = events.at(-1);
  return { events, cut: { from: span.from, to: oldest ? Date.parse(oldest.time) : span.to } };
}

/** The grid at a moment. The picture does without it when it can't be read: then versions from before are missing. */
const readGrid = (at: number): Promise<Grid | null> =>
  getData(api.GET("/api/v1/grid", { params: { query: { at: iso(at), archived: "include" } } })).catch(() => null);

/** What arrived in the system up to a week after the end. */
async function readLater(incident: Incident, now: number): Promise<MeantEvent[]> {
  const until = Math.min(now, endOf(incident, now) + 7 * day);
  const place = { source: [incident.source], include: ["meaning"] as "meaning"[] };
  const query = { ...place, from: incident.opened, to: iso(until + 1), limit: pageSize };
  if (until <= Date.parse(incident.opened)) return [];
  const page: { data: MeantEvent[] } = await get(api.GET("/api/v1/events", { params: { query } }));
  return page.data.filter((event) => event.opstrails?.moves).reverse();
}
