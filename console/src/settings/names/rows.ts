import { api, get } from "../../api/client";
import type { components } from "../../api/schema";
import { aliasesOf, canonicalOf, type NamesField, type Settings } from "../../names/edit";
import { readLookAlikes, readSettings, type SettingsAnswer } from "../../names/load";
import type { LookAlike } from "../../names/words";

/** An environment or system, by its canonical name. */
export type SeenName = components["schemas"]["SeenValue"];

export interface Names {
  settings: SettingsAnswer;
  seen: Record<NamesField, readonly SeenName[]>;
  lookAlikes: readonly LookAlike[];
}

export async function readNames(): Promise<Names> {
  const params = { query: { archived: "include" as const } };
  const [settings, subjects, sources, lookAlikes] = await Promise.all([
    readSettings(),
    get(api.GET("/api/v1/subjects", { params })),
    get(api.GET("/api/v1/sources", { params })),
    readLookAlikes(),
  ]);
  return { settings, seen: { subjects: subjects.data, sources: sources.data }, lookAlikes };
}

/** A canonical name: recorded, or one that only the settings have. */
export interface NameRow {
  name: string;
  aliases: readonly string[];
  lastSeen: string | null;
  archivedAt: string | null;
}

/** Those in use come first. */
export function rowsOf(seen: readonly SeenName[], settings: Settings, field: NamesField): NameRow[] {
  const recorded = new Set(seen.map((one) => one.value));
  const unseen = Object.keys(settings.aliases?.[field] ?? {}).filter((name) => !recorded.has(name));
  const rows = [...seen, ...unseen.map((value) => ({ value, lastSeen: null, archivedAt: null }))].map((one) => ({
    name: one.value,
    aliases: aliasesOf(settings, field, one.value),
    lastSeen: one.lastSeen,
    archivedAt: one.archivedAt ?? null,
  }));
  const isArchived = (row: NameRow) => Number(row.archivedAt !== null);
  return rows.sort((one, other) => isArchived(one) - isArchived(other) || one.name.localeCompare(other.name));
}

const maxLabel = 60;

/** The error in a label; null when it can be saved. An empty one shows the name. */
export function checkLabel(settings: Settings, field: NamesField, name: string, label: string): string | null {
  if ([...label].length > maxLabel) return `Use at most ${maxLabel} characters.`;
  const other = Object.entries(settings.display?.[field] ?? {}).find(
    ([one, taken]) => one !== name && taken.toLowerCase() === label.toLowerCase(),
  );
  return other ? `${other[0]} is shown as ${other[1]} already. Use another label.` : null;
}

/** The error in a name to add; null when it can count as `name`. */
export function checkAlias(settings: Settings, field: NamesField, name: string, alias: string): string | null {
  if (alias === "") return "Enter a name as it is sent in events.";
  if (alias === name) return "This is the name itself. Enter another one.";
  const counts = canonicalOf(settings, field, alias);
  if (counts === name) return `${alias} counts as ${name} already.`;
  return counts === alias ? null : `${alias} counts as ${counts}. Remove it there first.`;
}
