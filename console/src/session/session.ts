import { batch, signal } from "@preact/signals";
import { api, get, getData, holdRefused, onForbidden, onUnauthorized, setAntiforgeryToken } from "../api/client";
import type { components } from "../api/schema";
import { dropDrafts } from "../ui/drafts";
import { holdRetries } from "../ui/retry";

export type Session = NonNullable<components["schemas"]["SessionAnswer"]["data"]>;

/** The current session: undefined until known, null when signed out. It stays when it ends, so that the page under the dialog stays. */
export const session = signal<Session | null | undefined>(undefined);

/** Whether the session has ended without signing out. */
export const hasEnded = signal(false);

/** Whether the dialog about it was closed. */
export const isPutOff = signal(false);

/** Reload the session on return to the window when it is older than this. */
const freshFor = 30_000;

let readAt = 0;
let reading: Promise<void> | null = null;

/** Requests that wait for a session. */
let waiting: ((isIn: boolean) => void)[] = [];

/** Other tabs of this browser, which has one session. */
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("opstrails-session");
if (tabs)
  tabs.onmessage = ({ data }) => {
    if (data === "in" && (hasEnded.peek() || session.peek() === null)) void loadSession().catch(() => undefined);
    if (data === "out" && session.peek()) leave();
  };

onUnauthorized(() => {
  if (!session.peek()) {
    session.value = null;
    return;
  }
  holdRetries(true);
  hasEnded.value = true;
});

holdRefused(() => {
  if (!hasEnded.peek()) return Promise.resolve(false);
  if (isPutOff.peek()) return Promise.resolve(false);
  return new Promise((resolve) => waiting.push(resolve));
});

// A refused action means the role changed since the page was drawn.
onForbidden(() => void followSession());

function answerWaiting(isIn: boolean): void {
  const all = waiting;
  waiting = [];
  for (const answer of all) answer(isIn);
}

/** Goes on without a session for now. What waited for one fails. */
export function putOff(): void {
  isPutOff.value = true;
  answerWaiting(false);
}

function enter(entered: Session): void {
  const before = session.peek();
  // Somebody else: nothing on this page is theirs.
  if (before && before.person.id !== entered.person.id) {
    location.reload();
    return;
  }
  setAntiforgeryToken(entered.antiforgeryToken);
  readAt = Date.now();
  const wasOut = hasEnded.peek() || before === null;
  batch(() => {
    session.value = entered;
    hasEnded.value = false;
    isPutOff.value = false;
  });
  answerWaiting(true);
  if (wasOut) holdRetries(false);
}

function leave(): void {
  dropDrafts();
  batch(() => {
    session.value = null;
    hasEnded.value = false;
    isPutOff.value = false;
  });
  answerWaiting(false);
}

export async function loadSession(): Promise<void> {
  enter(await getData(api.GET("/api/v1/session")));
}

/** Reloads the session, so that controls follow a changed role. Keeps the current one when that fails. */
export function followSession(): Promise<void> {
  if (!session.peek()) return Promise.resolve();
  reading ??= loadSession()
    .catch(() => undefined)
    .finally(() => (reading = null));
  return reading;
}

/** Reloads the session when you return to the window. */
export function followFocus(): () => void {
  const back = () => {
    if (!document.hidden && (hasEnded.peek() || Date.now() - readAt >= freshFor)) void followSession();
  };
  addEventListener("focus", back);
  document.addEventListener("visibilitychange", back);
  return () => {
    removeEventListener("focus", back);
    document.removeEventListener("visibilitychange", back);
  };
}

/** Exchanges the one-time token of a sign-in link for a session. */
export async function signIn(token: string): Promise<void> {
  enter(await getData(api.POST("/api/v1/session", { body: { token } })));
  tabs?.postMessage("in");
}

export async function signOut(everywhere: boolean): Promise<void> {
  await get(everywhere ? api.DELETE("/api/v1/sessions") : api.DELETE("/api/v1/session"));
  leave();
  tabs?.postMessage("out");
}

/** Tells other tabs that this one has come back from the provider with a session. */
export const tellSignedIn = () => tabs?.postMessage("in");
