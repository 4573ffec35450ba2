import { api, type Event, get } from "../api/client";
import type { Place } from "./shape";

const lastCount = "3";

/** The API's `to` is exclusive. Add 1 ms to include events at the time itself. */
const until = (at: string) => new Date(Date.parse(at) + 1).toISOString();

/** The newest events of a cell up to a time. */
export async function lastEvents(place: Place, at: string): Promise<readonly Event[]> {
  const query = { source: [place.source], subject: [place.subject ?? ""], to: until(at), limit: lastCount };
  return (await get(api.GET("/api/v1/events", { params: { query } }))).data;
}

/** A page of a cell's history up to a time, newest first. */
export async function historyOf(
  place: Place,
  at: string | null,
  cursor: string | null,
): Promise<{ events: readonly Event[]; next: string | null }> {
  const query = {
    source: [place.source],
    subject: [place.subject ?? ""],
    ...(at !== null && { to: until(at) }),
    ...(cursor !== null && { cursor }),
    limit: "25",
  };
  const page = await get(api.GET("/api/v1/events", { params: { query } }));
  return { events: page.data, next: page.nextCursor };
}
