import type { Item } from "./event-list";
import { failure, list, loading } from "./timeline";
import { rowAt, type Rows } from "./windowing";

// Going back to the list leads to the row that was at the top of the window. Its key is kept, because newer events move the rows.

interface Place {
  /** The key of the row at the top of the window. */
  top: string;
  opened: string | null;
}

const storedUnder = "place in ";
const maxPages = 30;

/** Without the open event: it is part of the place, not of what the list shows. */
function here(): string {
  const address = new URL(location.href);
  for (const name of ["event", "source", "columns", "tz"]) address.searchParams.delete(name);
  return storedUnder + address.pathname + address.search;
}

let shown: readonly Item[] = [];
let openKey: string | null = null;
let wanted: Place | null = null;
let pagesLeft = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** When the browser last went back or forward. */
let wentBackAt = performance.getEntriesByType("navigation").some((entry) => (entry as PerformanceNavigationTiming).type !== "navigate")
  ? performance.now()
  : -Infinity;
addEventListener("popstate", () => (wentBackAt = performance.now()));

/** Starts to look for the place of this address, when the user went back to it. */
export function lookForPlace(): void {
  wanted = null;
  if (performance.now() - wentBackAt > 3_000) return;
  try {
    wanted = JSON.parse(sessionStorage.getItem(here()) ?? "null") as Place | null;
  } catch {
    // The browser blocks storage. The list begins at its top.
  }
  pagesLeft = maxPages;
}

/** Whether the row was open when the user left. */
export const wasOpen = (key: string) => wanted?.opened === key;

/** Scrolls to the place once its row is loaded. Says whether older events have to be loaded first. */
export function returnToPlace(all: readonly Item[], scroll: (index: number) => void): "older" | null {
  shown = all;
  if (wanted === null || all.length === 0 || loading.peek() !== null) return null;
  const index = all.findIndex((item) => item.key === wanted!.top);
  if (index < 0 && list.peek().next !== null && failure.peek() === null && pagesLeft-- > 0) return "older";
  const { top } = wanted;
  wanted = null;
  if (index >= 0 && top !== all[0]?.key) scroll(index);
  return null;
}

/** Notes which row is at the top of the window. */
export function notePlace(rows: Rows, offset: number): void {
  if (wanted !== null) return;
  const key = offset <= 0 ? shown[0]?.key : shown[rowAt(rows, offset)]?.key;
  clearTimeout(timer);
  if (key === undefined) return;
  const at = here();
  timer = setTimeout(() => {
    if (here() !== at) return;
    try {
      sessionStorage.setItem(at, JSON.stringify({ top: key, opened: openKey } satisfies Place));
    } catch {
      // The browser blocks storage.
    }
  }, 150);
}

/** Notes the open row. The place in the list stays. */
export function noteOpened(key: string | null): void {
  openKey = key;
  if (wanted !== null) return;
  try {
    const known = JSON.parse(sessionStorage.getItem(here()) ?? "null") as Place | null;
    sessionStorage.setItem(here(), JSON.stringify({ top: known?.top ?? "", opened: key } satisfies Place));
  } catch {
    // The browser blocks storage.
  }
}
