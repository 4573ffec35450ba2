import type { components } from "../api/schema";

export type Settings = components["schemas"]["Settings"];
export type NamesField = "subjects" | "sources";

type Lists = Record<string, string[]>;

const own = <T>(record: Record<string, T> | null | undefined, name: string): T | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined;

// Object.fromEntries defines members, so that a name such as __proto__ is one like any other.
const without = <T>(record: Record<string, T> | null | undefined, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([name]) => !names.includes(name)));

const withEntry = <T>(record: Record<string, T> | null | undefined, name: string, value: T): Record<string, T> =>
  Object.fromEntries([...Object.entries(without(record, [name])), [name, value]]);

/** The names that count as a canonical one. */
export const aliasesOf = (settings: Settings, field: NamesField, name: string): readonly string[] =>
  own(settings.aliases?.[field], name) ?? [];

/** The name that a name counts as. Aliases are one level deep. */
export const canonicalOf = (settings: Settings, field: NamesField, name: string): string =>
  Object.entries(settings.aliases?.[field] ?? {}).find(([, aliases]) => aliases.includes(name))?.[0] ?? name;

function withAliases(settings: Settings, field: NamesField, lists: Lists): Settings {
  return { ...settings, aliases: { ...settings.aliases, [field]: lists } };
}

/** Lets names, and what counts as them already, count as another one. */
export function merge(settings: Settings, field: NamesField, names: readonly string[], into: string): Settings {
  const others = names.filter((name) => name !== into);
  const moved = [...aliasesOf(settings, field, into), ...others.flatMap((name) => [name, ...aliasesOf(settings, field, name)])];
  const kept = [...new Set(moved)].filter((name) => name !== into);
  const taken = new Set([...kept, into]);
  const lists = Object.entries(without(settings.aliases?.[field], [into, ...others]))
    .map(([name, aliases]) => [name, aliases.filter((alias) => !taken.has(alias))] as const)
    .filter(([, aliases]) => aliases.length > 0);
  return withAliases(settings, field, Object.fromEntries([...lists, [into, kept]]));
}

/** Lets a name count as itself again. */
export function removeAlias(settings: Settings, field: NamesField, name: string, alias: string): Settings {
  const left = aliasesOf(settings, field, name).filter((one) => one !== alias);
  const lists = settings.aliases?.[field];
  return withAliases(settings, field, left.length > 0 ? withEntry(lists, name, left) : without(lists, [name]));
}

function withArchived(settings: Settings, field: NamesField, moments: Record<string, string>): Settings {
  return { ...settings, archived: { ...settings.archived, [field]: moments } };
}

export const archive = (settings: Settings, field: NamesField, name: string): Settings =>
  withArchived(settings, field, withEntry(settings.archived?.[field], name, "NOW"));

/** Ends the archive of a name. An entry of one of its aliases archives it too. */
export const bringBack = (settings: Settings, field: NamesField, name: string): Settings =>
  withArchived(settings, field, without(settings.archived?.[field], [name, ...aliasesOf(settings, field, name)]));

/** Shows a label instead of a name; an empty one shows the name again. */
export function setLabel(settings: Settings, field: NamesField, name: string, label: string): Settings {
  const labels = settings.display?.[field];
  return {
    ...settings,
    display: { ...settings.display, [field]: label === "" ? without(labels, [name]) : withEntry(labels, name, label) },
  } as Settings;
}

/** The label of a name; empty without one. */
export const labelIn = (settings: Settings, field: NamesField, name: string): string => own(settings.display?.[field], name) ?? "";

/** Sets a group of environments. `before` is its former name; null for a new group. */
export const setGroup = (settings: Settings, before: string | null, name: string, members: readonly string[]): Settings => ({
  ...settings,
  groups: withEntry(before === null ? settings.groups : without(settings.groups, [before]), name, [...members]),
});

export const removeGroup = (settings: Settings, name: string): Settings => ({ ...settings, groups: without(settings.groups, [name]) });

export const groupsOf = (settings: Settings): readonly { name: string; members: readonly string[] }[] =>
  Object.entries(settings.groups ?? {})
    .map(([name, members]) => ({ name, members }))
    .sort((one, other) => one.name.localeCompare(other.name));
