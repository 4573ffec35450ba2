import { signal } from "@preact/signals";
import { api, get } from "../api/client";
import type { components } from "../api/schema";
import { session } from "./session";
import { type NamedKey, whoDid } from "./who";

export type TeamPerson = components["schemas"]["TeamPersonListAnswer"]["data"][number];

const names = signal<ReadonlyMap<string, string> | null>(null);

export async function readPeople(): Promise<TeamPerson[]> {
  const { data } = await get(api.GET("/api/v1/people"));
  names.value = new Map(data.map((person) => [person.id, person.name]));
  return data;
}

/** Loads names for display. Ids are shown when this fails. */
export const readNames = () => void readPeople().catch(() => undefined);

/** The name of whoever did something, for display to the current user. */
export const actorName = (it: string, keys?: readonly NamedKey[]) =>
  whoDid(it, { me: session.value?.person.id, people: names.value, ...(keys && { keys }) });
