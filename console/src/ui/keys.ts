import { keysOn, openHelp } from "./help-state";
import { go } from "./router";

/** Handles a key on the current page. Returns false when the key has no action there. */
export type PageKeys = (key: string, onControl: boolean) => boolean;

let ofPage: PageKeys | null = null;

/** Registers the keys of a page until the returned function is called. */
export function followPageKeys(keys: PageKeys): () => void {
  ofPage = keys;
  return () => {
    if (ofPage === keys) ofPage = null;
  };
}

/** Where g and a letter lead. */
const pages: Record<string, string> = { g: "/", i: "/incidents", e: "/events", c: "/compare", s: "/settings/keys" };
const secondWithin = 1_500;

const isText = (element: Element) => element.matches("input:not([type=checkbox]), textarea, select, [contenteditable], [role=slider]");

/** The filter of a page: the query box, or the first field to filter by. */
const filterOf = () => document.querySelector<HTMLElement>("#query, main [data-filter-input], main input[type=search]");

/** The same keys on every page: g and a letter lead to a page, / to its filter, ? to the help. The page's own keys come first. */
export function followKeys(): () => void {
  let leaderAt = -Infinity;
  const onKey = (e: KeyboardEvent) => {
    const on = e.target as Element;
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
    if (document.querySelector("dialog[open]") || isText(on) || on.closest("dialog, .menu[open]")) return;
    if (e.key.length === 1 && !keysOn.peek()) return;
    if (act(e.key, on.matches("button, a, summary, pre, input"))) e.preventDefault();
  };

  function act(key: string, onControl: boolean): boolean {
    const page = performance.now() - leaderAt < secondWithin ? pages[key] : undefined;
    leaderAt = -Infinity;
    if (page) {
      go(page);
      return true;
    }
    if (key === "g") {
      leaderAt = performance.now();
      return true;
    }
    if (ofPage?.(key, onControl)) return true;
    if (key === "?") {
      openHelp();
      return true;
    }
    if (key !== "/") return false;
    const filter = filterOf();
    filter?.focus();
    return filter !== null;
  }

  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
