import type { ComponentChildren } from "preact";
import { openPalette } from "./palette/state";
import { path } from "./ui/router";
import { type Session, signOut } from "./session/session";
import { type Theme, setTheme, theme } from "./ui/theme";

const pages = [
  { href: "/", label: "Grid", isAt: (at: string) => at === "/" || at === "/grid" || at === "/diff" },
  { href: "/events", label: "Events", isAt: (at: string) => at === "/events" || at.startsWith("/events/") },
  { href: "/settings/keys", label: "Settings", isAt: (at: string) => at.startsWith("/settings") },
];

export function Shell({ session, children }: { session: Session; children: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#main" data-external>
        Skip to content
      </a>
      <header class="top">
        <a class="brand" href="/">
          <img src="/favicon.svg" alt="" width="22" height="22" /> OpsTrails
        </a>
        <nav aria-label="Pages">
          {pages.map((page) => (
            <a href={page.href} aria-current={page.isAt(path.value) ? "page" : undefined}>
              {page.label}
            </a>
          ))}
        </nav>
        <div class="top-end">
          <button type="button" class="plain" title="Ctrl K or ⌘ K" aria-keyshortcuts="Control+K Meta+K" onClick={openPalette}>
            Go to…
          </button>
          <ThemeChoice />
          <Account session={session} />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function ThemeChoice() {
  return (
    <label class="compact">
      <span class="sr-only">Theme</span>
      <select value={theme.value} onChange={(e) => setTheme(e.currentTarget.value as Theme)}>
        <option value="system">System theme</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}

function Account({ session }: { session: Session }) {
  return (
    <details class="menu">
      <summary>{session.person.name}</summary>
      <div class="menu-body">
        <p class="quiet">
          {session.organization.name || "Organization"} · {session.role.toLowerCase()}
        </p>
        <button type="button" onClick={() => void signOut(false)}>
          Sign out
        </button>
        <button type="button" onClick={() => void signOut(true)}>
          Sign out everywhere
        </button>
      </div>
    </details>
  );
}
