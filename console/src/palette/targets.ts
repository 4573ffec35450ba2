import { eventAddress } from "../event/address";
import { nameParts } from "../event/name-parts";
import { environmentAddress, systemAddress, versionAddress } from "../links/addresses";
import { writeCondition, writeText } from "../query/query-text";
import { addressOf, type SavedFilter } from "../saved-filters/saved";

export interface Target {
  kind: "page" | "action" | "filter" | "system" | "environment" | "group" | "version" | "recent" | "event" | "search";
  label: string;
  /** Other names that find it. */
  also?: readonly string[];
  /** Smaller text beside the label. */
  detail?: string;
  address: string;
  /** What an action does instead of leading to an address. */
  run?: () => void;
}

export const pages: readonly Target[] = [
  { kind: "page", label: "Grid", address: "/" },
  { kind: "page", label: "Grid: differences only", address: "/?diff=only" },
  { kind: "page", label: "Incidents", address: "/incidents" },
  { kind: "page", label: "Events", address: "/events" },
  { kind: "page", label: "Compare two environments", address: "/compare" },
  { kind: "page", label: "API keys", address: "/settings/keys" },
  { kind: "page", label: "Business context", address: "/settings/context" },
  { kind: "page", label: "Connect an assistant", address: "/settings/assistant" },
  { kind: "page", label: "Organization", address: "/settings/organization" },
  { kind: "page", label: "Names", address: "/settings/names" },
  { kind: "page", label: "Event types", address: "/settings/types" },
  { kind: "page", label: "Links to tickets and commits", address: "/settings/links" },
  { kind: "page", label: "People", address: "/settings/people" },
  { kind: "page", label: "Audit", address: "/settings/audit" },
];

const listed = (q: string) => `/events?${new URLSearchParams({ q })}`;

interface Found {
  value: string;
  aliases?: readonly string[] | null;
}

export const systemTarget = ({ value, aliases }: Found): Target => ({
  kind: "system",
  label: value,
  also: aliases ?? [],
  address: systemAddress(value),
});

export const environmentTarget = ({ value, aliases }: Found): Target => ({
  kind: "environment",
  label: value,
  also: aliases ?? [],
  address: environmentAddress(value),
});

/** A group of environments filters like an environment. */
export const groupTarget = (name: string): Target => ({ kind: "group", label: name, address: listed(writeCondition("subject", name)) });

export const filterTarget = (filter: Pick<SavedFilter, "name" | "query" | "range">): Target => ({
  kind: "filter",
  label: filter.name,
  address: addressOf(filter),
});

const maxShown = 30;
const ref = /^#?[0-9a-f]{6,32}$/i;

/** Matches for a text, best first. A text that looks like an event ref lists that event first; any other text lists it last, as an id. */
export function match(text: string, targets: readonly Target[]): Target[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return targets.slice(0, maxShown);
  const found = targets
    .map((target, i) => ({ target, i, rank: bestRank(wanted, [target.label, ...(target.also ?? [])]) }))
    .filter((one) => one.rank !== null)
    .sort((one, other) => one.rank! - other.rank! || one.i - other.i)
    .map((one) => one.target);
  const id = text.trim();
  const event: Target = { kind: "event", label: id, address: eventAddress(ref.test(id) ? id.replace("#", "") : id, null) };
  return ref.test(id) ? [event, ...found.slice(0, maxShown - 1)] : [...found.slice(0, maxShown - 1), event];
}

function bestRank(wanted: string, names: readonly string[]): number | null {
  const ranks = names.flatMap((name) => rankOf(wanted, name.toLowerCase()) ?? []);
  return ranks.length > 0 ? Math.min(...ranks) : null;
}

/** Ranks a match: whole label, prefix, start of a word, anywhere, letters in order. Null when it doesn't match. */
function rankOf(wanted: string, label: string): number | null {
  if (label === wanted) return 0;
  if (label.startsWith(wanted)) return 1;
  const at = label.indexOf(wanted);
  if (at > 0) return /[^\p{L}\p{N}]/u.test(label[at - 1]!) ? 2 : 3;
  let next = 0;
  for (const c of label) if (c === wanted[next]) next++;
  return next === wanted.length ? 4 : null;
}

const maxVersions = 6;

/** The versions of some events, each once, with their systems. */
export function versionTargets(events: readonly { source: string; version: string | null }[]): Target[] {
  const found = new Map<string, Target>();
  for (const { source, version } of events) {
    if (version === null) continue;
    const address = versionAddress(source, version);
    found.set(address, { kind: "version", label: version, detail: nameParts(source).own, address });
  }
  return [...found.values()].slice(0, maxVersions);
}

interface Recent {
  id: string;
  type: string;
  source: string;
  subject: string | null;
  version: string | null;
}

export const recentTarget = ({ id, type, source, subject, version }: Recent): Target => ({
  kind: "recent",
  label: [type, version].filter(Boolean).join(" "),
  detail: [nameParts(source).own, subject].filter(Boolean).join(" · "),
  address: eventAddress(id, source),
});

/** Looks for a text in all events. */
export const searchTarget = (text: string): Target => ({
  kind: "search",
  label: `Search events for "${text.trim()}"`,
  address: listed(writeText(text.trim())),
});

const moment = /^(-\d{1,6}[mhdw]|\d{4}-\d{2}-\d{2}([T ]\d{1,2}(:\d{2}){0,2}Z?)?)$/;

/** The grid at a time, for a text such as -2d or 2026-11-23 14:30. */
export function momentTargets(text: string): Target[] {
  const at = text.trim().replace(/^(grid )?(as of )?/i, "");
  return moment.test(at) ? [{ kind: "page", label: `Grid as of ${at}`, address: `/?${new URLSearchParams({ at })}` }] : [];
}

/** Results of one kind under each other. The group with the best result comes first. */
export function grouped(targets: readonly Target[]): Target[] {
  const groups = new Map<Target["kind"], Target[]>();
  for (const target of targets) groups.set(target.kind, [...(groups.get(target.kind) ?? []), target]);
  return [...groups.values()].flat();
}
