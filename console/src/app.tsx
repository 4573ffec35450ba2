import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import { ApiFailure } from "./api/client";
import { EventsPage } from "./events/page";
import { followPaletteKey, isWanted as isPaletteWanted } from "./palette/state";
import { followLinks, path } from "./router";
import { loadSession, session } from "./session";
import { Shell } from "./shell";
import { SignInPage } from "./sign-in";

const failure = signal<string | null>(null);

/** A page that is not needed at first and comes when it is asked for. */
function later(what: string, load: () => Promise<ComponentType>): ComponentType {
  const loaded = signal<ComponentType | null>(null);
  const failed = signal(false);
  return function Later() {
    useEffect(() => {
      failed.value = false;
      if (!loaded.value) load().then((page) => (loaded.value = page), () => (failed.value = true));
    }, []);
    const Page = loaded.value;
    if (Page) return <Page />;
    if (failed.value) return <p role="alert">The {what} could not be loaded. <a href={location.href} data-external>Try again</a></p>;
    return <p class="quiet">Loading {what}…</p>;
  };
}

const Settings = later("settings", async () => (await import("./settings/page")).SettingsPage);
const Grid = later("grid", async () => (await import("./grid/page")).GridPage);
const Compare = later("comparison", async () => (await import("./diff/page")).DiffPage);
const Palette = later("palette", async () => (await import("./palette/palette")).Palette);
const EventOfAddress = later("event", async () => (await import("./event-page/page")).EventPage);

function Page() {
  const at = path.value;
  if (at === "/" || at === "/events") return <EventsPage />;
  if (at.startsWith("/events/")) return <EventOfAddress />;
  if (at === "/diff") return <Compare />;
  if (at === "/grid") return <Grid />;
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
    const forgetKey = followPaletteKey();
    loadSession().catch((e: unknown) => {
      if (!(e instanceof ApiFailure && e.status === 401)) failure.value = e instanceof Error ? e.message : "The console could not start.";
    });
    return () => {
      removeEventListener("click", followLinks);
      forgetKey();
    };
  }, []);

  if (failure.value) return <p class="notice" role="alert">{failure.value} <a href="/" data-external>Try again</a></p>;
  if (session.value === undefined) return <p class="quiet" aria-busy="true">Loading…</p>;
  if (session.value === null || path.value === "/sign-in") return <SignInPage />;
  return (
    <Shell session={session.value}>
      <Page />
      {isPaletteWanted.value && <Palette />}
    </Shell>
  );
}
