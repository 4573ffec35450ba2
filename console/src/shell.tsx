import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { plain } from "./event/event-text";
import { EventText } from "./event/text";
import { readSettings } from "./names/load";
import { openPalette } from "./palette/state";
import { chooseZone } from "./query/current";
import { openIncidents } from "./live/open-incidents";
import { roleWords } from "./session/roles";
import { type Session, signOut } from "./session/session";
import { Choice } from "./ui/choice";
import { Icon } from "./ui/icons";
import { closeFromOutside } from "./ui/menu";
import { initials } from "./ui/initials";
import { path } from "./ui/router";
import { setTheme, theme } from "./ui/theme";
import { zone } from "./ui/zone";

const at = (here: string, page: string) => here === page || here.startsWith(`${page}/`);

const pages = [
  {
    href: "/",
    label: "Grid",
    isAt: (here: string) => here === "/" || ["/grid", "/systems", "/environments", "/versions"].some((page) => at(here, page)),
  },
  { href: "/incidents", label: "Incidents", isAt: (here: string) => at(here, "/incidents") },
  { href: "/events", label: "Events", isAt: (here: string) => at(here, "/events") },
  { href: "/compare", label: "Compare", isAt: (here: string) => at(here, "/compare") },
  { href: "/settings/keys", label: "Settings", isAt: (here: string) => at(here, "/settings") },
];

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

export function Shell({ session, children }: { session: Session; children: ComponentChildren }) {
  const nav = useRef<HTMLElement>(null);
  // On a phone the pages scroll: bring the current one into view.
  useEffect(() => {
    const [pages, current] = [nav.current!, nav.current!.querySelector<HTMLElement>("[aria-current]")];
    if (current) pages.scrollLeft = current.offsetLeft - pages.offsetLeft - 16;
  }, [path.value]);
  useEffect(() => {
    // Labels of names. Names are shown as sent until they are there.
    void readSettings().catch(() => undefined);
  }, []);
  return (
    <>
      <a class="skip" href="#main" data-external>
        Skip to content
      </a>
      <header class="top">
        <a class="brand" href="/" aria-label={`${plain(session.organization.name) || "OpsTrails"}, home`}>
          <img src="/favicon.svg" alt="" width="20" height="20" />
          <span class="brand-name">
            <EventText text={session.organization.name || "OpsTrails"} />
          </span>
        </a>
        <nav aria-label="Pages" ref={nav}>
          {pages.map((page) => (
            <a key={page.href} href={page.href} aria-current={page.isAt(path.value) ? "page" : undefined}>
              {page.label}
              {page.href === "/incidents" && openIncidents.value > 0 && (
                <span class="open-count">
                  {openIncidents.value}
                  <span class="sr-only"> open</span>
                </span>
              )}
            </a>
          ))}
        </nav>
        <button type="button" class="go-to" aria-keyshortcuts="Control+K Meta+K" onClick={openPalette}>
          <Icon name="search" />
          <span class="go-to-hint">Go to system, version, event…</span>
          <kbd aria-hidden="true">{isApple ? "⌘K" : "Ctrl K"}</kbd>
        </button>
        <Account session={session} />
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function Account({ session }: { session: Session }) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => closeFromOutside(menu.current!), []);
  const { name } = session.person;
  return (
    <details class="menu account" ref={menu}>
      <summary aria-label={`Account: ${plain(name)}`} title={plain(name)}>
        <span class="avatar" aria-hidden="true">
          {initials(name)}
        </span>
      </summary>
      <div class="menu-body">
        <p>
          <strong>
            <EventText text={name} />
          </strong>
          <br />
          <span class="quiet">
            <EventText text={session.organization.name || "Organization"} /> · {roleWords(session.role).label}
          </span>
        </p>
        <div class="account-choice">
          <span aria-hidden="true">Theme</span>
          <Choice
            label="Theme"
            value={theme.value}
            options={[
              ["system", "System"],
              ["light", "Light"],
              ["dark", "Dark"],
            ]}
            onChoose={setTheme}
          />
        </div>
        <div class="account-choice">
          <span aria-hidden="true">Times</span>
          <Choice
            label="Times"
            value={zone.value}
            options={[
              ["local", "Local"],
              ["utc", "UTC"],
            ]}
            onChoose={chooseZone}
          />
        </div>
        <hr />
        <button type="button" class="plain" onClick={() => void signOut(false)}>
          Sign out
        </button>
        <button type="button" class="plain" onClick={() => void signOut(true)}>
          Sign out everywhere
        </button>
      </div>
    </details>
  );
}
