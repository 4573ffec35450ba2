import { useEffect, useState } from "preact/hooks";
import { computed, effect, signal } from "@preact/signals";
import { ApiFailure } from "./api/client";
import { copyNamesInFull } from "./event/copy-names";
import { isWanted as isHelpWanted } from "./ui/help-state";
import { followKeys } from "./ui/keys";
import { followPaletteKey, isWanted as isPaletteWanted } from "./palette/state";
import { followLinks, path } from "./ui/router";
import { preloadLive, startLive } from "./live/live";
import { followFocus, hasEnded, loadSession, session } from "./session/session";
import { Shell } from "./shell";
import { type Later, later } from "./ui/later";
import { mayHeal, retryLater } from "./ui/retry";

const failure = signal<string | null>(null);

const Grid = later("grid", async () => (await import("./grid/page")).GridPage);
const Pulse = later("pulse", async () => (await import("./pulse/pulse")).Pulse);
const Events = later("events", async () => (await import("./events/page")).EventsPage);
const EventOfAddress = later("event", async () => (await import("./event-page/page")).EventPage);
const Compare = later("comparison", async () => (await import("./compare/page")).ComparePage);
const System = later("system", async () => (await import("./systems/page")).SystemPage);
const Environment = later("environment", async () => (await import("./environments/page")).EnvironmentPage);
const Version = later("version", async () => (await import("./versions/page")).VersionPage);
const Incidents = later("incidents", async () => (await import("./incidents/page")).IncidentsPage);
const Settings = later("settings", async () => (await import("./settings/page")).SettingsPage);
const SignIn = later("sign-in page", async () => (await import("./sign-in/page")).SignInPage);
const Invitation = later("invitation", async () => (await import("./sign-in/invitation-page")).InvitationPage);
const Help = later("help", async () => (await import("./help/help-dialog")).HelpDialog);
const SessionEnded = later("sign-in dialog", async () => (await import("./sign-in/ended")).SessionEnded);
const Palette = later("palette", async () => (await import("./palette/palette")).Palette);

/** The pulse comes after the grid and above it. Its place is kept until then. */
const Home: Later = Object.assign(
  () => {
    const [hasGrid, setHasGrid] = useState(false);
    useEffect(() => void Grid.load().then(() => setHasGrid(true)), []);
    return (
      <>
        {hasGrid ? <Pulse /> : <div class="pulse-place" />}
        <Grid />
      </>
    );
  },
  { load: () => Grid.load(), isLoaded: () => Grid.isLoaded() },
);

function pageAt(at: string): Later | null {
  if (at === "/" || at === "/grid") return Home;
  if (at === "/events") return Events;
  if (at.startsWith("/events/")) return EventOfAddress;
  if (at === "/incidents") return Incidents;
  if (at === "/compare") return Compare;
  if (at === "/systems") return System;
  if (at === "/environments") return Environment;
  if (at === "/versions") return Version;
  if (at === "/settings" || at.startsWith("/settings/")) return Settings;
  if (at === "/sign-in") return SignIn;
  if (at === "/invitation") return Invitation;
  return null;
}

// Load the page and the stream while the session request is in flight.
void pageAt(path.peek())?.load();
preloadLive();

/** Preloads the page of a link under the pointer or with focus. */
function foresee(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link?.origin === location.origin) void pageAt(new URL(link.href).pathname)?.load();
}

/** Preloads the most used pages when the browser is idle. */
function fetchAhead(): void {
  const fetch = () => [Grid, Pulse, Events, Palette].forEach((page) => void page.load());
  if (typeof requestIdleCallback === "function") requestIdleCallback(fetch);
  else setTimeout(fetch, 500);
}

function Page() {
  const Shown = pageAt(path.value);
  useEffect(fetchAhead, []);
  return Shown ? <Shown /> : <NotFound />;
}

/** There is no such page. Leads on, also without a session. */
function NotFound() {
  useEffect(() => void (document.title = "Page not found · OpsTrails"), []);
  return (
    <section class="notice">
      <h1>Page not found</h1>
      <p>
        There is nothing at <code>{path.value.slice(0, 200)}</code>. Check the address, or go on from here:
      </p>
      <p>
        <a href="/">Grid</a> · <a href="/events">Events</a> · <a href="/docs/api" data-external>API reference</a>
      </p>
    </section>
  );
}

/** Whether somebody is signed in. Doesn't change when only the role does. */
const isIn = computed(() => Boolean(session.value) && !hasEnded.value);

function start(): void {
  loadSession().then(
    () => (failure.value = null),
    (e: unknown) => {
      if (e instanceof ApiFailure && e.status === 401) return;
      failure.value = e instanceof Error ? e.message : "The console couldn't start.";
      if (mayHeal(e)) retryLater(start, e);
    },
  );
}

export function App() {
  useEffect(() => {
    addEventListener("click", followLinks);
    addEventListener("copy", copyNamesInFull);
    addEventListener("pointerover", foresee);
    addEventListener("focusin", foresee);
    const stops = [followPaletteKey(), followKeys(), followFocus(), effect(() => (isIn.value ? startLive() : undefined))];
    start();
    return () => {
      removeEventListener("click", followLinks);
      removeEventListener("copy", copyNamesInFull);
      removeEventListener("pointerover", foresee);
      removeEventListener("focusin", foresee);
      for (const stop of stops) stop();
    };
  }, []);

  if (failure.value)
    return (
      <p class="notice" role="alert">
        {failure.value}{" "}
        <a href="/" data-external>
          Try again
        </a>
      </p>
    );
  if (session.value === undefined)
    return (
      <p class="quiet late" aria-busy="true">
        Loading…
      </p>
    );
  if (path.value === "/invitation") return <Invitation />;
  if (session.value === null && !pageAt(path.value))
    return (
      <main id="main">
        <NotFound />
      </main>
    );
  if (session.value === null || path.value === "/sign-in") return <SignIn />;
  return (
    <Shell session={session.value}>
      <Page />
      {isPaletteWanted.value && <Palette />}
      {isHelpWanted.value && <Help />}
      {hasEnded.value && <SessionEnded />}
    </Shell>
  );
}
