import { computed, signal } from "@preact/signals";
import { api, get } from "../api/client";
import type { components } from "../api/schema";
import { isOpenIncident } from "../event/incident";
import { derivedKind } from "../event/meaning";
import { mayHeal, retryLater } from "../ui/retry";
import { follow } from "./live";

const pause = 2_000;

let stop: (() => void) | null = null;
let asking: AbortController | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The open incidents and the newest others, at most 100. Asked for while something shows them, and again when one may have changed. */
export const incidents = signal<readonly components["schemas"]["Incident"][]>([], {
  watched() {
    void ask();
    stop = follow({
      events: (events) => events.some((event) => derivedKind(event) === "incident") && soon(),
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

/** How many incidents are open. */
export const openIncidents = computed(() => incidents.value.filter(isOpenIncident).length);

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
    incidents.value = (await get(api.GET("/api/v1/incidents", { params: { query: { limit: "100" } }, signal: mine.signal }))).data;
  } catch (e) {
    if (!mine.signal.aborted && mayHeal(e)) retryLater(() => void ask());
  }
}
