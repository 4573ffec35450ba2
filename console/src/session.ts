import { signal } from "@preact/signals";
import { api, get, getData, onUnauthorized, setAntiforgeryToken } from "./api/client";
import type { components } from "./api/schema";

export type Session = NonNullable<components["schemas"]["SessionAnswer"]["data"]>;

/** Who is signed in: undefined until it is known, null when nobody is. */
export const session = signal<Session | null | undefined>(undefined);

onUnauthorized(() => {
  session.value = null;
});

function enter(entered: Session): void {
  setAntiforgeryToken(entered.antiforgeryToken);
  session.value = entered;
}

export async function loadSession(): Promise<void> {
  enter(await getData(api.GET("/api/v1/session")));
}

/** Exchanges the token of a sign-in link, which works once, for a session. */
export async function signIn(token: string): Promise<void> {
  enter(await getData(api.POST("/api/v1/session", { body: { token } })));
}

export async function signOut(everywhere: boolean): Promise<void> {
  await get(everywhere ? api.DELETE("/api/v1/sessions") : api.DELETE("/api/v1/session"));
  session.value = null;
}
