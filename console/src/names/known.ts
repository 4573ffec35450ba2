import { computed, signal } from "@preact/signals";
import { canonicalOf, groupsOf, type Settings } from "./edit";

/** The settings as last read or saved; empty before. */
export const known = signal<Settings>({});

/** The groups of environments. */
export const groups = computed(() => groupsOf(known.value));

interface Place {
  source: string;
  subject: string | null;
}

/** What a place counts as: its system and its environment under their canonical names. */
export const countsAs = ({ source, subject }: Place): Place => ({
  source: canonicalOf(known.value, "sources", source),
  subject: subject === null ? null : canonicalOf(known.value, "subjects", subject),
});
