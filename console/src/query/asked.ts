import { computed } from "@preact/signals";
import { query, setQuery } from "../ui/router";
import { type Zone, setZone, zone } from "../ui/zone";
import { type Question, readQuestion, readReference, readZone, writeQuestion } from "./question";

// By way of text, so that an address which changes elsewhere does not ask the same again.
const written = computed(() => JSON.stringify(readQuestion(query.value)));

/** What is asked; the address says it. */
export const question = computed(() => JSON.parse(written.value) as Question);

const referenceWritten = computed(() => JSON.stringify(readReference(query.value)));

/** The event that the address shows in full. */
export const reference = computed(() => JSON.parse(referenceWritten.value) as ReturnType<typeof readReference>);

/** Asks something else; the way back is the browser's. */
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
