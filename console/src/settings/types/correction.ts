import type { components } from "../../api/schema";
import { kindInWords } from "../../event/meaning";

export type Settings = components["schemas"]["Settings"];
export type SeenType = components["schemas"]["SeenValue"];

/** Those that change what runs come first. */
const kinds: readonly string[] = [
  "deployment",
  "rollback",
  "release",
  "migration",
  "incident",
  "configChange",
  "featureFlag",
  "dataLoad",
  "cachePurge",
  "content",
  "scaling",
  "certificate",
  "maintenance",
  "freeze",
  "pipeline",
  "removal",
  "other",
];

const ofWork = ["queued", "started", "finished", "failed", "cancelled"];
const ofIncidents = ["opened", "acknowledged", "resolved", "cancelled"];

/** A meaning that the settings give a type. An empty kind leaves the type to its words, an empty rest leaves the phase to `data`. */
export interface Correction {
  kind: string;
  /** A phase, an outcome, or both with a dot between. */
  rest: string;
}

export function readCorrection(text: string | null): Correction {
  const [kind = "", ...rest] = (text ?? "").split(".");
  return { kind, rest: rest.join(".") };
}

/** The value for the settings; null when the words of the type decide. */
export const writeCorrection = ({ kind, rest }: Correction) => (kind === "" ? null : rest === "" ? kind : `${kind}.${rest}`);

/** The kinds to choose from. Includes the current one, which can be of a later version. */
export const kindsOf = ({ kind }: Correction) => (kind === "" || kinds.includes(kind) ? kinds : [...kinds, kind]);

/** The phases and outcomes to choose from for a kind. Includes the current one, because the API accepts more than are offered. */
export function restsOf({ kind, rest }: Correction): readonly string[] {
  const known = kind === "" || kind === "other" ? [] : kind === "incident" ? ofIncidents : ofWork;
  return rest === "" || known.includes(rest) ? known : [...known, rest];
}

/** Chooses another kind. Keeps the phase or outcome if the kind has it. */
export function withKind({ rest }: Correction, kind: string): Correction {
  return { kind, rest: restsOf({ kind, rest: "" }).includes(rest) ? rest : "" };
}

/** Describes a value of the settings. */
export function correctionInWords(text: string): string {
  const [kind = "", ...rest] = text.split(".");
  return [kindInWords(kind), ...rest].join(", ");
}

/** The value that the settings give a type; null when there is none. */
export const correctionOf = (settings: Settings, type: string) =>
  settings.types && Object.hasOwn(settings.types, type) ? settings.types[type]! : null;

/** All settings with another meaning of one type. */
export function withCorrection(settings: Settings, type: string, correction: Correction): Settings {
  const others = Object.entries(settings.types ?? {}).filter(([name]) => name !== type);
  const value = writeCorrection(correction);
  return { ...settings, types: Object.fromEntries(value === null ? others : [...others, [type, value]]) };
}

/** A recorded type, or one that only the settings name. */
export interface TypeRow {
  type: string;
  lastSeen: string | null;
  meaning: SeenType["meaning"];
  /** As in the settings; null when the words of the type decide. */
  mapped: string | null;
}

export function rowsOf(seen: readonly SeenType[], settings: Settings): TypeRow[] {
  const recorded = new Set(seen.map((one) => one.value));
  const unseen = Object.keys(settings.types ?? {}).filter((type) => !recorded.has(type));
  return [
    ...seen.map(({ value, lastSeen, meaning }) => ({ type: value, lastSeen, meaning, mapped: correctionOf(settings, value) })),
    ...unseen.map((type) => ({ type, lastSeen: null, meaning: null, mapped: correctionOf(settings, type) })),
  ].sort((one, other) => one.type.localeCompare(other.type));
}
