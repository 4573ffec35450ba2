import type { NamesField } from "../names/edit";
import { store, stored } from "../ui/stored";

export type Density = "compact" | "comfortable";

/** Names by field. */
export type NamesOfFields = Record<NamesField, readonly string[]>;

const none: NamesOfFields = { sources: [], subjects: [] };
const mostNames = 1000;

const isList = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === "string");

export function readNames(value: unknown): NamesOfFields | null {
  const { sources, subjects } = (value ?? {}) as Record<string, unknown>;
  return isList(sources) && isList(subjects) ? { sources, subjects } : null;
}

// What one person prefers: kept in the browser, unlike what a link shares.
export const density = stored<Density>("grid.density", "compact", (value) =>
  value === "compact" || value === "comfortable" ? value : null,
);
export const pinned = stored("grid.pinned", none, readNames);
export const hidden = stored("grid.hidden", none, readNames);

export const setDensity = (chosen: Density) => store("grid.density", density, chosen);

const toggled = (all: NamesOfFields, field: NamesField, name: string): NamesOfFields => ({
  ...all,
  [field]: all[field].includes(name) ? all[field].filter((one) => one !== name) : [...all[field], name].slice(-mostNames),
});

export const togglePin = (field: NamesField, name: string) => store("grid.pinned", pinned, toggled(pinned.peek(), field, name));

export const hide = (field: NamesField, name: string) => store("grid.hidden", hidden, toggled(hidden.peek(), field, name));

export const showHidden = () => store("grid.hidden", hidden, none);
