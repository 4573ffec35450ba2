import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import { ApiFailure } from "./api/client";
import { EventsPage } from "./events/page";
import { followLinks, path } from "./router";
import { loadSession, session } from "./session";
import { Shell } from "./shell";
import { SignInPage } from "./sign-in";

const failure = signal<string | null>(null);

/** Pages that are not needed at first come when they are asked for. */
const settings = signal<ComponentType | null>(null);

function Settings() {
  useEffect(() => {
    if (!settings.value) void import("./settings/page").then((page) => (settings.value = page.SettingsPage));
  }, []);
  const Page = settings.value;
  return Page ? <Page /> : <p class="quiet">Loading settings…</p>;
}

function Page() {
  const at = path.value;
  if (at === "/" || at === "/events") return <EventsPage />;
  if (at === "/settings" || at.startsWith("/settings/")) return <Settings />;
  return (
    <section class="notice">
      <h1>There is nothing here</h1>
      <p>
        <a href="/">Go to the events</a>
      </p>
    </section>
  );
}

export function App() {
  useEffect(() => {
    addEventListener("click", followLinks);
    loadSession().catch((e: unknown) => {
      if (!(e instanceof ApiFailure && e.status === 401)) failure.value = e instanceof Error ? e.message : "The console could not start.";
    });
    return () => removeEventListener("click", followLinks);
  }, []);

  if (failure.value) return <p class="notice" role="alert">{failure.value} <a href="/" data-external>Try again</a></p>;
  if (session.value === undefined) return <p class="quiet" aria-busy="true">Loading…</p>;
  if (session.value === null || path.value === "/sign-in") return <SignInPage />;
  return (
    <Shell session={session.value}>
      <Page />
    </Shell>
  );
}
