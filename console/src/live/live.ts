import { batch, signal } from "@preact/signals";
import { type Event, reportUnauthorized } from "../api/client";
import { reportRemoved } from "../event/removed";
import { retryAll, retryLater } from "../ui/retry";
import type { StreamedCell } from "./cells";
import type { Connection, Deleted, LiveListener } from "./feed";
import type { SharedFeed } from "./shared";

/** What a page wants to know of what is recorded. Everything is optional. */
export interface Follower {
  events?(events: readonly Event[]): void;
  /** Null when cells changed and the server didn't send them: read the grid again. */
  cells?(cells: readonly StreamedCell[] | null): void;
  deleted?(events: readonly Deleted[]): void;
  /** Many events were removed at once: read everything again. */
  reset?(): void;
  /** Events recorded since then may be missing. */
  gap?(since: number): void;
  connection?(connection: Connection): void;
}

export const connection = signal<Connection>("off");

/** When the next attempt is made while offline. */
export const retryAt = signal<number | null>(null);

/** When the server was last heard of. */
export const lastSeen = signal<number | null>(null);

/** Why the server refuses the stream. */
export const refusal = signal<string | null>(null);

const followers = new Set<Follower>();
let waiting: (() => void)[] = [];
let wasOffline = false;

let shared: SharedFeed | null = null;

const listener: LiveListener = {
  connection(now, retry) {
    batch(() => {
      connection.value = now;
      retryAt.value = retry;
      if (now === "live") {
        lastSeen.value = Date.now();
        refusal.value = null;
      }
    });
    for (const { connection: tell } of followers) tell?.(now);
    if (now === "offline") wasOffline = true;
    if (now !== "live" || !wasOffline) return;
    wasOffline = false;
    retryAll();
  },
  events: (events) => each((follower) => follower.events?.(events)),
  cells: (cells) => each((follower) => follower.cells?.(cells)),
  deleted(events) {
    reportRemoved();
    each((follower) => follower.deleted?.(events));
  },
  reset() {
    reportRemoved();
    each((follower) => follower.reset?.());
  },
  cursor() {
    lastSeen.value = Date.now();
    const open = waiting;
    waiting = [];
    for (const tell of open) tell();
  },
  gap: (since) => each((follower) => follower.gap?.(since)),
  refused(failure) {
    if (failure.status === 401) reportUnauthorized();
    else refusal.value = failure.message;
  },
};

const each = (tell: (follower: Follower) => void) => batch(() => followers.forEach(tell));

/** Passes on what is recorded until the returned function is called. All tabs of a browser share one stream. */
export function follow(follower: Follower): () => void {
  followers.add(follower);
  return () => void followers.delete(follower);
}

/** The position that was reached; null before the stream opened. */
export const cursorNow = () => shared?.cursor ?? null;

export const retryNow = () => shared?.retryNow();

/** Whether the stream is open: what is recorded from now on will arrive. Waits a moment for it. */
export function whenOpen(milliseconds: number): Promise<boolean> {
  if (cursorNow() !== null) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    waiting.push(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/** The first page is drawn without the code of the stream. */
const loadCode = () => Promise.all([import("./shared"), import("./feed")]);

/** Loads the code of the stream ahead, beside the session. */
export const preloadLive = () => void loadCode().catch(() => undefined);

/** Follows while the tab is visible, until the returned function is called. A hidden tab sends nothing and hears nothing. */
export function startLive(): () => void {
  let isOver = false;
  const restOrGoOn = () => (document.hidden ? shared?.stop() : shared?.start());
  const online = () => shared?.retryNow();
  const begin = async () => {
    try {
      const [{ SharedFeed: Feed, tabsOfBrowser }, { browser }] = await loadCode();
      if (isOver) return;
      shared ??= new Feed(browser, tabsOfBrowser(), listener);
      restOrGoOn();
    } catch {
      if (!isOver) retryLater(() => void begin());
    }
  };
  void begin();
  document.addEventListener("visibilitychange", restOrGoOn);
  addEventListener("online", online);
  return () => {
    isOver = true;
    document.removeEventListener("visibilitychange", restOrGoOn);
    removeEventListener("online", online);
    shared?.end();
  };
}
