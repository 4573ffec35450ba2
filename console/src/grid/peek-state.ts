import { signal } from "@preact/signals";
import type { Event } from "../api/client";
import { lastEvents } from "../cell/history";
import { onRemoved } from "../event/removed";
import type { Mark } from "./marks";
import { type Cell, placeKey } from "../cell/shape";

const delay = 150;

export interface Peeked {
  button: HTMLElement;
  cell: Cell;
  source: string;
  marks: readonly Mark[];
  /** The time of the grid. */
  at: string;
  isFocus: boolean;
}

/** The cell under the pointer or with focus, and its latest events once loaded. */
export const peeked = signal<(Peeked & { events: readonly Event[] | null; failure: unknown }) | null>(null);

/** Cached events by cell and its last event. */
const seen = new Map<string, readonly Event[]>();
const maxCached = 500;
onRemoved(() => seen.clear());

let timer: ReturnType<typeof setTimeout>;
let round = 0;

export function hidePeek(): void {
  clearTimeout(timer);
  round++;
  peeked.peek()?.button.removeAttribute("aria-describedby");
  peeked.value = null;
}

/** Scrolling moves a focused cell, so its peek follows. A peek by pointer closes, because the pointer is now elsewhere. */
export function onScroll(): void {
  const at = peeked.peek();
  if (at?.isFocus) peeked.value = { ...at };
  else if (at) hidePeek();
}

/** Waits before hiding, so that the pointer can move onto the peek (WCAG 1.4.13). */
export function leavePeek(): void {
  clearTimeout(timer);
  if (!peeked.peek()?.isFocus) timer = setTimeout(hidePeek, delay);
}

export const keepPeek = () => clearTimeout(timer);

/** Shows the peek of a cell after a delay, so that moving the pointer across the grid shows nothing. */
export function peekAt(at: Peeked): void {
  clearTimeout(timer);
  if (peeked.peek()?.button === at.button) return;
  if (at.isFocus) hidePeek();
  const key = `${placeKey({ source: at.source, subject: at.cell.subject })} ${at.cell.lastEvent?.id ?? at.at}`;
  timer = setTimeout(async () => {
    hidePeek();
    const mine = round;
    at.button.setAttribute("aria-describedby", "peek");
    peeked.value = { ...at, events: seen.get(key) ?? null, failure: null };
    if (seen.has(key)) return;
    try {
      const events = await lastEvents({ source: at.source, subject: at.cell.subject }, at.at);
      if (seen.size >= maxCached) seen.clear();
      seen.set(key, events);
      if (mine === round) peeked.value = { ...at, events, failure: null };
    } catch (failure) {
      if (mine === round) peeked.value = { ...at, events: null, failure };
    }
  }, delay);
}
