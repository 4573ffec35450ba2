import { signal } from "@preact/signals";
import { api, get, getData, onForbidden, onUnauthorized, setAntiforgeryToken } from "../api/client";
import type { components } from "../api/schema";

export type Session = NonNullable<components["schemas"]["SessionAnswer"]["data"]>;

/** The current session: undefined until known, null when signed out. */
export const session = signal<Session | null | undefined>(undefined);

/** Reload the session on return to the window when it is older than this. */
const freshFor = 30_000;

let readAt = 0;
let reading: Promise<void> | null = null;

onUnauthorized(() => {
  session.value = null;
});

// A refused action means the role changed since the page was drawn.
onForbidden(() => void followSession());

function enter(entered: Session): void {
  setAntiforgeryToken(entered.antiforgeryToken);
  readAt = Date.now();
  session.value = entered;
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
    if (!document.hidden && Date.now() - readAt >= freshFor) void followSession();
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
}

export async function signOut(everywhere: boolean): Promise<void> {
  await get(everywhere ? api.DELETE("/api/v1/sessions") : api.DELETE("/api/v1/session"));
  session.value = null;
}
