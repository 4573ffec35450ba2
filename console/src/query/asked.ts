import { computed } from "@preact/signals";
import { query, setQuery } from "../ui/router";
import { type Zone, setZone, zone } from "../ui/zone";
import { type Question, readQuestion, readReference, readZone, writeQuestion } from "./question";

// Compares as text, so that unrelated changes of the address don't run the query again.
const written = computed(() => JSON.stringify(readQuestion(query.value)));

/** The query in the address. */
export const question = computed(() => JSON.parse(written.value) as Question);

const referenceWritten = computed(() => JSON.stringify(readReference(query.value)));

/** The event in the address. */
export const reference = computed(() => JSON.parse(referenceWritten.value) as ReturnType<typeof readReference>);

/** Changes the query and adds a history entry. */
export function ask(change: Partial<Question>): void {
  setQuery(writeQuestion(change), "push");
}

export function showTimesIn(chosen: Zone): void {
  setZone(chosen);
  setQuery({ tz: chosen });
}

export function readZoneOfAddress(): void {
  const named = readZone(query.value);
  if (named && named !== zone.peek()) setZone(named);
}
