import { computed, signal } from "@preact/signals";
import { canonicalOf, groupsOf, type NamesField, type Settings } from "./edit";

/** The settings as last read or saved; empty before. */
export const known = signal<Settings>({});

/** The groups of environments. */
export const groups = computed(() => groupsOf(known.value));

/** What is shown instead of a name; null for the name itself. */
export function labelOf(field: NamesField, name: string): string | null {
  const labels = known.value.display?.[field];
  return labels && Object.hasOwn(labels, name) ? (labels[name] ?? null) : null;
}

interface Place {
  source: string;
  subject: string | null;
}

/** What a place counts as: its system and its environment under their canonical names. */
export const countsAs = ({ source, subject }: Place): Place => ({
  source: canonicalOf(known.value, "sources", source),
  subject: subject === null ? null : canonicalOf(known.value, "subjects", subject),
});
