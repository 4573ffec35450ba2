import { signal } from "@preact/signals";
import { api, get, getData, onForbidden, onUnauthorized, setAntiforgeryToken } from "../api/client";
import type { components } from "../api/schema";

export type Session = NonNullable<components["schemas"]["SessionAnswer"]["data"]>;

/** Who is signed in: undefined until it is known, null when nobody is. */
export const session = signal<Session | null | undefined>(undefined);

/** A role is asked about again when one comes back to the window after this long. */
const freshFor = 30_000;

let readAt = 0;
let reading: Promise<void> | null = null;

onUnauthorized(() => {
  session.value = null;
});

// What was refused may have been allowed when the page was drawn.
onForbidden(() => void followSession());

function enter(entered: Session): void {
  setAntiforgeryToken(entered.antiforgeryToken);
  readAt = Date.now();
  session.value = entered;
}

export async function loadSession(): Promise<void> {
  enter(await getData(api.GET("/api/v1/session")));
}

/** Reads anew who is signed in, so that controls follow a role that was changed. What is not known stays as it was. */
export function followSession(): Promise<void> {
  if (!session.peek()) return Promise.resolve();
  reading ??= loadSession()
    .catch(() => undefined)
    .finally(() => (reading = null));
  return reading;
}

/** Follows the session whenever one comes back to the window. */
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

/** Exchanges the token of a sign-in link, which works once, for a session. */
export async function signIn(token: string): Promise<void> {
  enter(await getData(api.POST("/api/v1/session", { body: { token } })));
}

export async function signOut(everywhere: boolean): Promise<void> {
  await get(everywhere ? api.DELETE("/api/v1/sessions") : api.DELETE("/api/v1/session"));
  session.value = null;
}
