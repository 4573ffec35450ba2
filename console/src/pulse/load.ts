import { batch, signal } from "@preact/signals";
import { api, getData } from "../api/client";
import { zone, zoneName } from "../ui/zone";
import type { Days } from "./shape";

const countedOnAfter = 1_000;
const maxReads = 20;

export const days = signal<Days | null>(null);
export const failure = signal<unknown>(null);

/** How many days to show. */
export const span = signal(0);

let asking: AbortController | null = null;

/** Loads the days. Days that were never asked for may take several requests until all are counted. */
export async function load(): Promise<void> {
  asking?.abort();
  const mine = (asking = new AbortController());
  const query = { from: `-${span.peek() - 1}d`, timezone: zoneName(zone.peek()) };
  try {
    for (let read = 0; read < maxReads; read++) {
      const found: Days = await getData(api.GET("/api/v1/days", { params: { query }, signal: mine.signal }));
      batch(() => {
        days.value = found;
        failure.value = null;
      });
      if (found.complete) return;
      await new Promise((resolve) => setTimeout(resolve, countedOnAfter));
      if (mine.signal.aborted) return;
    }
  } catch (e) {
    if (!mine.signal.aborted) failure.value = e;
  }
}

export function stop(): void {
  asking?.abort();
}
