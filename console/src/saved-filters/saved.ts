import type { components } from "../api/schema";
import { defaultFrom, isLive, type Question, writeQuestion } from "../query/question";

export type SavedFilter = components["schemas"]["SavedFilterListAnswer"]["data"][number];

/** Only a relative range is saved. A range with fixed ends would always show the same events. */
export function rangeToSave(question: Question): string | null {
  return isLive(question) && /^-\d{1,6}[mhdw]$/.test(question.from) ? question.from : null;
}

/** The address that applies a filter. A filter without a range keeps the current range. */
export function addressOf(
  filter: Pick<SavedFilter, "query" | "range">,
  shown: Pick<Question, "from" | "to"> = { from: defaultFrom, to: "" },
): string {
  const range = filter.range ? { from: filter.range, to: "" } : shown;
  const parameters = Object.entries(writeQuestion({ q: filter.query, ...range })).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return parameters.length === 0 ? "/events" : `/events?${new URLSearchParams(parameters)}`;
}

export function isShown(filter: Pick<SavedFilter, "query" | "range">, question: Question): boolean {
  return filter.query.trim() === question.q && (!filter.range || (filter.range === question.from && isLive(question)));
}

export function nameFault(name: string, all: readonly Pick<SavedFilter, "name">[]): string | undefined {
  const wanted = name.trim();
  if (wanted === "") return "Enter a name that tells others what the filter shows.";
  const same = all.find((filter) => filter.name.toLowerCase() === wanted.toLowerCase());
  return same && `A filter named "${same.name}" already exists. Choose another name.`;
}
