import { api, get } from "../api/client";
import { zone, zoneName } from "../ui/zone";
import type { MeantEvent } from "./release-notes";
import type { Range } from "./shape";

/** Events of the API's largest pages. */
const perPage = "100";

/** The newest events of a range, and whether there are more. A local date as `to` means the end of that day. */
export async function readEvents({ subjects, from, to }: Range, pages: number): Promise<{ events: MeantEvent[]; hasMore: boolean }> {
  const events: MeantEvent[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pages; page++) {
    const query = {
      from,
      to,
      timezone: zoneName(zone.peek()),
      subject: subjects.map((subject) => subject ?? ""),
      limit: perPage,
      include: ["meaning" as const],
      ...(cursor !== null && { cursor }),
    };
    const answer: { data: MeantEvent[]; nextCursor: string | null } = await get(api.GET("/api/v1/events", { params: { query } }));
    events.push(...answer.data);
    cursor = answer.nextCursor;
    if (cursor === null) return { events, hasMore: false };
  }
  return { events, hasMore: true };
}
