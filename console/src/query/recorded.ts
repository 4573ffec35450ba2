import { signal } from "@preact/signals";
import { api, get } from "../api/client";
import type { Field } from "./query-text";

/** The values that were recorded, newest use first. A name carries its aliases. */
export interface Recorded {
  value: string;
  aliases: readonly string[];
}

export type RecordedValues = Record<Exclude<Field, "version">, readonly Recorded[]>;

const severities = ["LOW", "MINOR", "MAJOR", "CRITICAL"].map((value) => ({ value, aliases: [] }));

/** Null until loaded. */
export const recorded = signal<RecordedValues | null>(null);

const freshFor = 60_000;
let readAt = -Infinity;

/** Loads what was recorded, at most once a minute. Without it there are no suggestions. */
export async function readRecorded(): Promise<void> {
  if (performance.now() - readAt < freshFor) return;
  readAt = performance.now();
  try {
    const [types, sources, subjects] = await Promise.all([
      get(api.GET("/api/v1/types")),
      get(api.GET("/api/v1/sources")),
      get(api.GET("/api/v1/subjects")),
    ]);
    const newest = (values: typeof types.data) =>
      values
        .toSorted((a, b) => (a.lastSeen < b.lastSeen ? 1 : -1))
        .map(({ value, aliases }): Recorded => ({ value, aliases: aliases ?? [] }));
    recorded.value = { type: newest(types.data), source: newest(sources.data), subject: newest(subjects.data), severity: severities };
  } catch {
    readAt = -Infinity;
  }
}
