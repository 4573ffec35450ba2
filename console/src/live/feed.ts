import { ApiFailure, type Event } from "../api/client";
import { SseReader } from "./sse";
import type { StreamedCell } from "./cells";

export type Connection = "off" | "connecting" | "live" | "offline";

/** The browser functions that the feed needs; tests replace them. */
export interface LiveWorld {
  fetch(address: string, signal: AbortSignal): Promise<Response>;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  now(): number;
  random(): number;
}

/** What is left of a deleted event. */
export interface Deleted {
  id: string;
  source: string;
}

export interface LiveListener {
  /** `retryAt` is the time of the next attempt while offline. */
  connection(connection: Connection, retryAt: number | null): void;
  events(events: Event[]): void;
  /** Cells after the events that changed them. Null when cells changed and the server didn't send them. */
  cells(cells: StreamedCell[] | null): void;
  /** Events before and after a deletion are passed before and after it: the same id can be recorded again. */
  deleted(events: Deleted[]): void;
  /** Many events were removed at once: everything has to be read again. */
  reset(): void;
  /** Everything up to this cursor was passed. */
  cursor(cursor: string): void;
  /** The cursor has expired: events since `since` may be missing. */
  gap(since: number): void;
  /** The server refused the request; a retry would be refused too. */
  refused(failure: ApiFailure): void;
}

/** The server sends something at least every 15 s. */
const silence = 40_000;
const firstWord = 10_000;
const shortLife = 10_000;
const triesBeforeProbe = 3;
const pollFor = 5 * 60_000;
const pollWait = 20;
const maxDelay = 15_000;

/** The delay after a number of consecutive failures: doubles up to 15 s, with jitter. */
export function backoff(failures: number, random: number): number {
  return Math.min(maxDelay, 1000 * 2 ** (failures - 1)) * (0.5 + random / 2);
}

/**
 * Follows the feed from a cursor and resumes from the last one after the stream ends, the connection is lost or the tab was hidden.
 * Falls back to long polling where streams are blocked.
 */
export class LiveFeed {
  #running: AbortController | null = null;
  #hurry: AbortController | null = null;
  #cursor: string | null;
  #wholeAt: number;
  #pollUntil = 0;

  /** @param cursor Where to begin. Null begins now. */
  constructor(
    private readonly world: LiveWorld,
    private readonly listener: LiveListener,
    cursor: string | null,
  ) {
    this.#cursor = cursor;
    this.#wholeAt = world.now();
  }

  /** Starts, or resumes after stop. */
  start(): void {
    if (this.#running) return;
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.listener.connection("off", null);
  }

  /** Retries now instead of waiting. */
  retryNow(): void {
    this.#hurry?.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.listener.connection("connecting", null);
    for (let failures = 0, probes = 0; !signal.aborted;) {
      const began = this.world.now();
      const mode = began < this.#pollUntil ? "poll" : failures >= triesBeforeProbe ? "probe" : "stream";
      try {
        if (mode === "stream") await this.#stream(signal);
        else await this.#poll(signal, mode === "poll" ? pollWait : 0);
      } catch (e) {
        if (signal.aborted || this.#gaveUp(e)) return;
        failures = this.world.now() - began > silence ? 1 : failures + 1;
        if (mode !== "probe" && failures === 1) probes = 0;
        await this.#waitOffline(failures, signal);
        continue;
      }
      if (signal.aborted) return;
      if (mode === "probe") {
        // The server answers. If streams fail again while it does, something blocks them.
        probes++;
        if (probes > 1) this.#pollUntil = this.world.now() + pollFor;
        failures = triesBeforeProbe - 1;
      } else if (mode === "stream" && this.world.now() - began < shortLife) {
        failures++;
        await this.#waitOffline(failures, signal);
      } else {
        failures = 0;
        probes = 0;
        if (mode === "stream") await this.#pause(1000 * this.world.random(), signal);
      }
    }
  }

  /** Whether a retry is useless. Then notifies the listener. */
  #gaveUp(e: unknown): boolean {
    if (!isFinal(e)) return false;
    this.#running = null;
    this.listener.connection("off", null);
    if (e.code === "CURSOR_EXPIRED") this.listener.gap(this.#wholeAt);
    else this.listener.refused(e);
    return true;
  }

  async #waitOffline(failures: number, signal: AbortSignal): Promise<void> {
    const span = backoff(failures, this.world.random());
    this.listener.connection("offline", this.world.now() + span);
    await this.#pause(span, signal);
    if (!signal.aborted) this.listener.connection("connecting", null);
  }

  async #pause(span: number, signal: AbortSignal): Promise<void> {
    this.#hurry = new AbortController();
    await this.world.wait(span, AbortSignal.any([signal, this.#hurry.signal])).catch(() => undefined);
    this.#hurry = null;
  }

  async #stream(signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const both = AbortSignal.any([signal, ended.signal]);
    try {
      const response = await this.#within(firstWord, this.#ask("/api/v1/events/stream", both, { include: "cell,meaning" }), both);
      if (!response.body || !response.headers.get("Content-Type")?.startsWith("text/event-stream"))
        throw new Error("The answer is not an event stream.");
      const body = response.body.getReader();
      const decoder = new TextDecoder();
      const blocks = new SseReader();
      for (let limit = firstWord; ; limit = silence) {
        const { done, value } = await this.#within(limit, body.read(), both);
        if (done) return;
        this.#take(blocks.push(decoder.decode(value, { stream: true })));
      }
    } finally {
      ended.abort();
    }
  }

  #take(blocks: { id: string | null; event: string; data: string | null }[]): void {
    let events: Event[] = [];
    const cells: StreamedCell[] = [];
    for (const block of blocks) {
      if (block.id) this.#cursor = block.id;
      if (block.data === null) continue;
      if (block.event === "event") events.push(JSON.parse(block.data) as Event);
      if (block.event === "cell") cells.push(JSON.parse(block.data) as StreamedCell);
      if (block.event !== "deleted" && block.event !== "reset") continue;
      this.#arrived(events);
      events = [];
      if (block.event === "reset") this.listener.reset();
      else this.listener.deleted([JSON.parse(block.data) as Deleted]);
    }
    this.#arrived(events);
    if (cells.length > 0) this.listener.cells(cells);
    this.#passed();
  }

  async #poll(signal: AbortSignal, wait: number): Promise<void> {
    const response = await this.#ask("/api/v1/events", signal, { include: "meaning", wait: String(wait), limit: "100" });
    const page = (await response.json()) as PollPage;
    this.#cursor = page.nextCursor;
    passPage(page, this.listener, (events) => this.#arrived(events));
    this.#passed();
  }

  #passed(): void {
    if (this.#cursor !== null) this.listener.cursor(this.#cursor);
  }

  #arrived(events: Event[]): void {
    this.#wholeAt = this.world.now();
    this.listener.connection("live", null);
    if (events.length > 0) this.listener.events(events);
  }

  async #ask(path: string, signal: AbortSignal, more: Record<string, string> = {}): Promise<Response> {
    const parameters = new URLSearchParams({ after: this.#cursor ?? "now", ...more });
    const response = await this.world.fetch(`${path}?${parameters}`, signal);
    if (response.ok) return response;
    const failure = (await response.json().catch(() => ({}))) as { error?: string; code?: string };
    throw new ApiFailure(failure.error ?? `The server answered ${response.status}.`, failure.code ?? "UNKNOWN", response.status);
  }

  /** Treats a connection that is silent for too long as lost. */
  async #within<T>(limit: number, work: Promise<T>, signal: AbortSignal): Promise<T> {
    const timer = new AbortController();
    const late = this.world.wait(limit, AbortSignal.any([signal, timer.signal])).then(() => {
      throw new Error("No data received.");
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      timer.abort();
      late.catch(() => undefined);
      work.catch(() => undefined);
    }
  }
}

/** An answer of a long poll. */
export interface PollPage {
  data: Event[];
  nextCursor: string;
  deleted?: Deleted[];
  reset?: boolean;
}

/** Passes on what a poll found: first what was deleted, since the same id can be recorded again. A poll has no cells. */
export function passPage(
  page: PollPage,
  listener: Pick<LiveListener, "reset" | "deleted" | "cells">,
  pass: (events: Event[]) => void,
): void {
  if (page.reset) listener.reset();
  if (page.deleted) listener.deleted(page.deleted);
  pass(page.data);
  if (page.data.length > 0 || page.deleted) listener.cells(null);
}

/** Whether a retry would be refused again: any 4xx other than a timeout (408) or too many requests (429). */
export function isFinal(e: unknown): e is ApiFailure {
  return e instanceof ApiFailure && e.status >= 400 && e.status < 500 && e.status !== 429 && e.status !== 408;
}

export const browser: LiveWorld = {
  fetch: (address, signal) => fetch(address, { signal, credentials: "same-origin", cache: "no-store" }),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(new DOMException("Stopped", "AbortError"));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stop);
        resolve();
      }, milliseconds);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    }),
  now: () => Date.now(),
  random: () => Math.random(),
};
