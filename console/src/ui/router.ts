import { computed, signal } from "@preact/signals";
import { settled } from "./moved";

function here(): URL {
  const now = settled(new URL(location.href));
  if (now.href !== location.href) history.replaceState(null, "", now);
  return now;
}

/** The current address. It determines what is shown. */
const address = signal(here());

export const path = computed(() => address.value.pathname);
export const searchParams = computed(() => address.value.searchParams);

/** Called before leaving the page; false cancels. */
let mayLeave: ((to: URL) => boolean) | null = null;

/** Registers a guard for a page with unsaved changes. There is one guard at a time. */
export function guardLeaving(ask: (to: URL) => boolean): () => void {
  mayLeave = ask;
  return () => {
    if (mayLeave === ask) mayLeave = null;
  };
}

function stays(next: URL): boolean {
  return next.pathname !== address.value.pathname && mayLeave !== null && !mayLeave(next);
}

addEventListener("popstate", () => {
  const next = new URL(location.href);
  if (stays(next)) history.pushState(null, "", address.value);
  else address.value = here();
});

/** Navigates within the console. */
export function go(to: string, how: "push" | "replace" = "push"): void {
  const next = settled(new URL(to, location.href));
  if (next.href === address.value.href || stays(next)) return;
  if (how === "push") history.pushState(null, "", next);
  else history.replaceState(null, "", next);
  address.value = next;
}

/** Changes query parameters: null removes one, an array repeats it. */
export function setSearchParams(changes: Record<string, string | readonly string[] | null>, how: "push" | "replace" = "replace"): void {
  const next = new URL(address.value);
  for (const [name, value] of Object.entries(changes)) {
    next.searchParams.delete(name);
    for (const one of value === null ? [] : typeof value === "string" ? [value] : value) next.searchParams.append(name, one);
  }
  go(next.href, how);
}

/** Navigates on links within the console without a page load. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest("a");
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute("download") || link.dataset.external !== undefined)
    return;
  event.preventDefault();
  go(link.href);
}
