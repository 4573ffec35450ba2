import { computed } from "@preact/signals";
import { searchParams, setSearchParams } from "../ui/router";
import { type Zone, setZone, zone } from "../ui/zone";
import { type EventQuery, readEventQuery, readReference, readZone, writeEventQuery } from "./event-query";

// Compares as text, so that unrelated changes of the address don't run the query again.
const written = computed(() => JSON.stringify(readEventQuery(searchParams.value)));

/** The query in the address. */
export const eventQuery = computed(() => JSON.parse(written.value) as EventQuery);

const referenceWritten = computed(() => JSON.stringify(readReference(searchParams.value)));

/** The event in the address. */
export const reference = computed(() => JSON.parse(referenceWritten.value) as ReturnType<typeof readReference>);

/** Changes the query and adds a history entry. */
export function changeQuery(change: Partial<EventQuery>): void {
  setSearchParams(writeEventQuery(change), "push");
}

/** Chooses the zone, also in an address that names one. */
export function chooseZone(chosen: Zone): void {
  setZone(chosen);
  if (searchParams.peek().has("tz")) setSearchParams({ tz: chosen });
}

export function showTimesIn(chosen: Zone): void {
  setZone(chosen);
  setSearchParams({ tz: chosen });
}

export function readZoneOfAddress(): void {
  const named = readZone(searchParams.value);
  // It holds for this tab, and isn't the choice for the next ones.
  if (named) zone.value = named;
}
