import type { components } from "../api/schema";
import { defaultFrom, isLive, type EventQuery, writeEventQuery } from "../query/event-query";

export type SavedFilter = components["schemas"]["SavedFilterListAnswer"]["data"][number];

/** Only a relative range is saved. A range with fixed ends would always show the same events. */
export function rangeToSave(eventQuery: EventQuery): string | null {
  return isLive(eventQuery) && /^-\d{1,6}[mhdw]$/.test(eventQuery.from) ? eventQuery.from : null;
}

/** The address that applies a filter. A filter without a range keeps the current range. */
export function addressOf(
  filter: Pick<SavedFilter, "query" | "range">,
  shown: Pick<EventQuery, "from" | "to"> = { from: defaultFrom, to: "" },
): string {
  const range = filter.range ? { from: filter.range, to: "" } : shown;
  const parameters = Object.entries(writeEventQuery({ q: filter.query, ...range })).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return parameters.length === 0 ? "/events" : `/events?${new URLSearchParams(parameters)}`;
}

export function isShown(filter: Pick<SavedFilter, "query" | "range">, eventQuery: EventQuery): boolean {
  return filter.query.trim() === eventQuery.q && (!filter.range || (filter.range === eventQuery.from && isLive(eventQuery)));
}

export function nameError(name: string, all: readonly Pick<SavedFilter, "name">[]): string | undefined {
  const wanted = name.trim();
  if (wanted === "") return "Enter a name that tells others what the filter shows.";
  const same = all.find((filter) => filter.name.toLowerCase() === wanted.toLowerCase());
  return same && `A filter named "${same.name}" already exists. Choose another name.`;
}
