import { returnTo } from "./failures";

const name = "wanted";
const validFor = 15 * 60_000;

/** Keeps the page that needed a session. A sign-in link is often opened in another tab, so all tabs share it. */
export function keepWanted(now = Date.now()): void {
  const path = returnTo(location);
  if (path === "/" && (location.pathname === "/sign-in" || location.pathname === "/invitation")) return;
  try {
    localStorage.setItem(name, JSON.stringify({ path, until: now + validFor }));
  } catch {
    // The browser blocks storage. Signing in then leads to the grid.
  }
}

/** The page that was wanted before signing in, once. */
export function takeWanted(now = Date.now()): string {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? "null") as { path?: unknown; until?: unknown } | null;
    localStorage.removeItem(name);
    return kept && typeof kept.until === "number" && kept.until > now ? ownPath(kept.path) : "/";
  } catch {
    return "/";
  }
}

/** The page that was wanted, without taking it. */
export function wanted(now = Date.now()): string {
  const path = takeWanted(now);
  if (path !== "/") localStorage.setItem(name, JSON.stringify({ path, until: now + validFor }));
  return path;
}

/** A path of this console; the grid for anything else. */
export function ownPath(path: unknown): string {
  if (typeof path !== "string" || !path.startsWith("/")) return "/";
  try {
    const address = new URL(path, location.origin);
    return address.origin === location.origin && address.pathname.startsWith("/") ? returnTo(address) + address.hash : "/";
  } catch {
    return "/";
  }
}
