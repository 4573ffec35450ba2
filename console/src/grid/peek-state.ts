import { signal } from "@preact/signals";
import type { Event } from "../api/client";
import { lastEvents } from "../cell/history";
import type { Mark } from "./marks";
import { type Cell, placeKey } from "../cell/shape";

const patience = 150;

export interface Peeked {
  button: HTMLElement;
  cell: Cell;
  source: string;
  marks: readonly Mark[];
  /** The moment of the grid. */
  at: string;
  isFocus: boolean;
}

/** The cell that is looked at, and its last events once they are here. */
export const peeked = signal<(Peeked & { events: readonly Event[] | null; failure: unknown }) | null>(null);

/** The events of cells that were looked at, as long as nothing newer is in the cell. */
const seen = new Map<string, readonly Event[]>();
const mostSeen = 500;

let timer: ReturnType<typeof setTimeout>;
let round = 0;

export function hidePeek(): void {
  clearTimeout(timer);
  round++;
  peeked.peek()?.button.removeAttribute("aria-describedby");
  peeked.value = null;
}

/** A cell that has the focus is looked at wherever it moves; the pointer is elsewhere then. */
export function onScroll(): void {
  const at = peeked.peek();
  if (at?.isFocus) peeked.value = { ...at };
  else if (at) hidePeek();
}

/** Who moves the pointer from the cell onto what is shown of it may read on (WCAG 1.4.13). */
export function leavePeek(): void {
  clearTimeout(timer);
  if (!peeked.peek()?.isFocus) timer = setTimeout(hidePeek, patience);
}

export const keepPeek = () => clearTimeout(timer);

/** Looks at a cell, after a moment: who crosses the grid with the pointer looks at nothing. */
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
      if (seen.size >= mostSeen) seen.clear();
      seen.set(key, events);
      if (mine === round) peeked.value = { ...at, events, failure: null };
    } catch (failure) {
      if (mine === round) peeked.value = { ...at, events: null, failure };
    }
  }, patience);
}
