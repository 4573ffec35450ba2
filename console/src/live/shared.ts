import { ApiFailure } from "../api/client";
import { type Connection, type Deleted, isFinal, LiveFeed, type LiveListener, type LiveWorld, passPage, type PollPage } from "./feed";
import type { Event } from "../api/client";
import type { StreamedCell } from "./cells";

/** What the leading tab passes to the others. */
export type Message =
  | { kind: "hello" }
  | { kind: "connection"; connection: Connection; retryAt: number | null; cursor: string | null }
  | { kind: "events"; events: Event[] }
  | { kind: "cells"; cells: StreamedCell[] | null }
  | { kind: "deleted"; deleted: Deleted[] }
  | { kind: "reset" }
  | { kind: "cursor"; cursor: string }
  | { kind: "gap"; since: number }
  | { kind: "refused"; message: string; code: string; status: number };

/** How tabs of one browser find each other. Tests replace it. */
export interface Sharing {
  /** Holds the lead while `lead` runs. Waits for it until the signal aborts. */
  lead(signal: AbortSignal, lead: () => Promise<void>): Promise<void>;
  join(hear: (message: Message) => void): { send(message: Message): void; close(): void };
}

/**
 * One feed for all tabs of a browser. The visible tab that holds a lock follows it and passes everything to the others. When it hides or
 * closes, the next one goes on from its own cursor. Without locks or channels each tab has a feed of its own.
 */
export class SharedFeed {
  #running: AbortController | null = null;
  #feed: LiveFeed | null = null;
  #channel: ReturnType<Sharing["join"]> | null = null;
  #cursor: string | null = null;
  #connection: Connection = "off";
  #retryAt: number | null = null;
  /** What arrives while this tab catches up; null when it has. */
  #held: Message[] | null = null;
  #isCatchingUp = false;

  constructor(
    private readonly world: LiveWorld,
    private readonly sharing: Sharing | null,
    private readonly listener: LiveListener,
  ) {}

  get cursor(): string | null {
    return this.#cursor;
  }

  /** Starts, or resumes from its cursor. */
  start(): void {
    if (this.#running) return;
    const { signal } = (this.#running = new AbortController());
    this.#pass({ kind: "connection", connection: "connecting", retryAt: null, cursor: null });
    if (!this.sharing) {
      void this.#lead(signal);
      return;
    }
    this.#held = this.#cursor === null ? null : [];
    this.#channel = this.sharing.join((message) => this.#hear(message, signal));
    this.#channel.send({ kind: "hello" });
    this.sharing.lead(signal, () => this.#lead(signal)).catch(() => undefined);
  }

  /** Leaves the lead to another tab. Keeps the cursor. */
  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.#channel?.close();
    this.#channel = null;
    this.#feed = null;
    this.#pass({ kind: "connection", connection: "off", retryAt: null, cursor: null });
  }

  /** Stops and forgets the cursor, because the next person may see other events. */
  end(): void {
    this.stop();
    this.#cursor = null;
  }

  retryNow(): void {
    this.#feed?.start();
    this.#feed?.retryNow();
  }

  #lead(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    this.#held = null;
    this.#follow(signal);
    return new Promise((resolve) =>
      signal.addEventListener("abort", () => {
        this.#feed?.stop();
        resolve();
      }),
    );
  }

  #follow(signal: AbortSignal): void {
    const tell = (message: Message) => {
      if (signal.aborted) return;
      this.#pass(message);
      this.#channel?.send(message);
    };
    this.#feed = new LiveFeed(
      this.world,
      {
        connection: (connection, retryAt) => {
          // The lead changed hands. That is no news to anybody.
          if (connection === "connecting" && this.#connection === "live") return;
          tell({ kind: "connection", connection, retryAt, cursor: this.#cursor });
        },
        events: (events) => tell({ kind: "events", events }),
        cells: (cells) => tell({ kind: "cells", cells }),
        deleted: (deleted) => tell({ kind: "deleted", deleted }),
        reset: () => tell({ kind: "reset" }),
        cursor: (cursor) => tell({ kind: "cursor", cursor }),
        gap: (since) => {
          this.#cursor = null;
          tell({ kind: "gap", since });
          if (!signal.aborted) this.#follow(signal);
        },
        refused: ({ message, code, status }) => tell({ kind: "refused", message, code, status }),
      },
      this.#cursor,
    );
    this.#feed.start();
  }

  #hear(message: Message, signal: AbortSignal): void {
    if (signal.aborted) return;
    if (message.kind === "hello") {
      if (this.#feed)
        this.#channel?.send({ kind: "connection", connection: this.#connection, retryAt: this.#retryAt, cursor: this.#cursor });
    } else if (this.#feed) {
      // This tab leads, and hears another one that did so until now.
    } else if (message.kind === "connection" && this.#held === null) {
      this.#pass(message);
      if (this.#cursor === null && message.cursor !== null) this.#pass({ kind: "cursor", cursor: message.cursor });
    } else if (message.kind === "connection") {
      if (message.connection === "live") void this.#catchUp(signal);
      else this.#pass(message);
    } else if (this.#held !== null) {
      this.#held.push(message);
      if (!this.#isCatchingUp) void this.#catchUp(signal);
    } else {
      this.#pass(message);
    }
  }

  /** Asks for what was recorded while this tab was hidden. Another tab has the stream. */
  async #catchUp(signal: AbortSignal): Promise<void> {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    try {
      for (let found = true; found && this.#cursor !== null && this.#held && !signal.aborted;) {
        const parameters = new URLSearchParams({ after: this.#cursor, include: "meaning", wait: "0", limit: "100" });
        const response = await this.world.fetch(`/api/v1/events?${parameters}`, signal);
        if (!response.ok) throw new ApiFailure("", response.status === 410 ? "CURSOR_EXPIRED" : "UNKNOWN", response.status);
        const page = (await response.json()) as PollPage;
        if (signal.aborted || this.#held === null) break;
        passPage(page, this.listener, (events) => events.length > 0 && this.listener.events(events));
        this.#pass({ kind: "cursor", cursor: page.nextCursor });
        found = page.data.length > 0 || page.deleted !== undefined;
      }
      this.#release(signal);
    } catch (e) {
      if (isFinal(e) && e.status !== 401) {
        this.listener.reset();
        this.#release(signal);
      }
    }
    this.#isCatchingUp = false;
  }

  #release(signal: AbortSignal): void {
    if (signal.aborted || this.#held === null) return;
    const held = this.#held;
    this.#held = null;
    this.#pass({ kind: "connection", connection: "live", retryAt: null, cursor: null });
    for (const message of held) this.#pass(message);
  }

  #pass(message: Message): void {
    const { listener } = this;
    switch (message.kind) {
      case "connection":
        this.#connection = message.connection;
        this.#retryAt = message.retryAt;
        return listener.connection(message.connection, message.retryAt);
      case "cursor":
        this.#cursor = message.cursor;
        return listener.cursor(message.cursor);
      case "events":
        return listener.events(message.events);
      case "cells":
        return listener.cells(message.cells);
      case "deleted":
        return listener.deleted(message.deleted);
      case "reset":
        return listener.reset();
      case "gap":
        return listener.gap(message.since);
      case "refused":
        return listener.refused(new ApiFailure(message.message, message.code, message.status));
    }
  }
}

/** The tabs of this browser; null where it has no locks or channels, as over plain http. */
export function tabsOfBrowser(): Sharing | null {
  if (typeof BroadcastChannel === "undefined" || !navigator.locks) return null;
  const name = "opstrails-live";
  return {
    lead: async (signal, lead) => void (await navigator.locks.request(name, { signal }, lead)),
    join(hear) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = (event) => hear(event.data as Message);
      return { send: (message) => channel.postMessage(message), close: () => channel.close() };
    },
  };
}
