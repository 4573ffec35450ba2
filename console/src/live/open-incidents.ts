import { signal } from "@preact/signals";
import { api, type Event, get } from "../api/client";
import { mayHeal, retryLater } from "../ui/retry";
import { follow } from "./live";

const pause = 2_000;

/** The kind of an event, which the stream adds to it. */
export const kindOf = (event: Event) => (event as { opstrails?: { kind?: string } }).opstrails?.kind;

let stop: (() => void) | null = null;
let asking: AbortController | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** How many incidents are open, at most 100; null until known. Asked for while something shows it, and again when one may have changed. */
export const openIncidents = signal<number | null>(null, {
  watched() {
    void ask();
    stop = follow({
      events: (events) => events.some((event) => kindOf(event) === "incident") && soon(),
      deleted: soon,
      reset: soon,
      gap: soon,
    });
  },
  unwatched() {
    stop?.();
    asking?.abort();
    clearTimeout(timer);
    timer = undefined;
  },
});

function soon(): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    void ask();
  }, pause);
}

async function ask(): Promise<void> {
  asking?.abort();
  const mine = (asking = new AbortController());
  try {
    const query = { state: ["open" as const, "acknowledged" as const], limit: "100" };
    openIncidents.value = (await get(api.GET("/api/v1/incidents", { params: { query }, signal: mine.signal }))).data.length;
  } catch (e) {
    if (!mine.signal.aborted && mayHeal(e)) retryLater(() => void ask());
  }
}
