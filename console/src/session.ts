import { signal } from "@preact/signals";
import { api, get, onUnauthorized, setAntiforgeryToken } from "./api/client";
import type { components } from "./api/schema";

export type Session = components["schemas"]["Session"];

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
  enter((await get(api.GET("/api/v1/session"))).data);
}

/** Exchanges the token of a sign-in link, which works once, for a session. */
export async function signIn(token: string): Promise<void> {
  enter((await get(api.POST("/api/v1/session", { body: { token } }))).data);
}

export async function signOut(everywhere: boolean): Promise<void> {
  await get(everywhere ? api.DELETE("/api/v1/sessions") : api.DELETE("/api/v1/session"));
  session.value = null;
}
