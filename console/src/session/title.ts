import { computed, effect, signal } from "@preact/signals";
import { openIncidents } from "../live/open-incidents";
import { session } from "./session";

const page = signal("");

/** The name of the organization, or of the program while it has none. */
export const organizationName = computed(() => session.value?.organization.name || "");

/** The title of the document: "(2) Grid · Acme · OpsTrails". */
export const titleOf = (name: string, organization: string, open: number): string =>
  `${open > 0 ? `(${open}) ` : ""}${[name, organization, "OpsTrails"].filter(Boolean).join(" · ")}`;

effect(() => {
  if (page.value !== "") document.title = titleOf(page.value, organizationName.value, session.value ? openIncidents.value : 0);
});

/** Names the page in the document's title. The organization and the count of open incidents follow by themselves. */
export function setTitle(name: string): void {
  page.value = name;
}
