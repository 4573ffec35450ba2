import { computed, signal } from "@preact/signals";
import { settled } from "./moved";

function here(): URL {
  const now = settled(new URL(location.href));
  if (now.href !== location.href) history.replaceState(null, "", now);
  return now;
}

/** The address, as the one place where what is shown is decided. */
const address = signal(here());

export const path = computed(() => address.value.pathname);
export const query = computed(() => address.value.searchParams);

/** Told where to before a page is left; false keeps the page. */
let mayLeave: ((to: URL) => boolean) | null = null;

/** Lets a page with unsaved changes ask first. Only one does at a time. */
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

/** Goes to another page of the console. */
export function go(to: string, how: "push" | "replace" = "push"): void {
  const next = settled(new URL(to, location.href));
  if (next.href === address.value.href || stays(next)) return;
  if (how === "push") history.pushState(null, "", next);
  else history.replaceState(null, "", next);
  address.value = next;
}

/** Changes parameters of the address: null takes one away, a list repeats it. */
export function setQuery(changes: Record<string, string | readonly string[] | null>, how: "push" | "replace" = "replace"): void {
  const next = new URL(address.value);
  for (const [name, value] of Object.entries(changes)) {
    next.searchParams.delete(name);
    for (const one of value === null ? [] : typeof value === "string" ? [value] : value) next.searchParams.append(name, one);
  }
  go(next.href, how);
}

/** Lets links within the console change the page without loading it anew. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest("a");
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute("download") || link.dataset.external !== undefined)
    return;
  event.preventDefault();
  go(link.href);
}
