import { effect, signal } from "@preact/signals";
import { api, get } from "../api/client";
import type { components } from "../api/schema";
import { zone, zoneName } from "../ui/zone";
import { kindOf } from "./arriving";
import { within } from "./bounds";
import { answered, onArrival, onDeletion } from "./timeline";

export type Incident = components["schemas"]["Incident"];

/** The incidents opened in the bounds of the list, whatever the query selects. */
export const incidents = signal<readonly Incident[]>([]);

const maxMarks = "50";
const settle = 2_000;

/** Loads the incidents of the list's bounds, until the returned function is called. */
export function followIncidents(): () => void {
  let asking: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(again = false): Promise<void> {
    asking?.abort();
    const mine = (asking = new AbortController());
    const asked = answered.peek();
    if (!asked) return void (incidents.value = []);
    try {
      const query = { ...within(asked, zoneName(zone.peek()), "", again), limit: maxMarks };
      incidents.value = (await get(api.GET("/api/v1/incidents", { params: { query }, signal: mine.signal }))).data;
    } catch {
      // The histogram is readable without marks.
      if (!mine.signal.aborted && !again) incidents.value = [];
    }
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void load(true), settle);
  };
  const stops = [
    effect(() => {
      if (answered.value !== undefined) void load();
    }),
    onArrival((events) => events.some((event) => kindOf(event) === "incident") && later()),
    onDeletion(later),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
    asking?.abort();
  };
}
