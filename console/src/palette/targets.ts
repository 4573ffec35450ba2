import { eventAddress } from "../event/address";
import { writeCondition } from "../query/query-text";
import { addressOf, type SavedFilter } from "../saved-filters/saved";

export interface Target {
  kind: "page" | "filter" | "system" | "environment" | "group" | "event";
  label: string;
  /** Other names that find it. */
  also?: readonly string[];
  address: string;
}

export const pages: readonly Target[] = [
  { kind: "page", label: "Grid", address: "/" },
  { kind: "page", label: "Grid: differences only", address: "/?diff=only" },
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

const listed = (field: "source" | "subject", value: string) => `/events?${new URLSearchParams({ q: writeCondition(field, value) })}`;

interface Found {
  value: string;
  aliases?: readonly string[] | null;
}

export const systemTarget = ({ value, aliases }: Found): Target => ({
  kind: "system",
  label: value,
  also: aliases ?? [],
  address: listed("source", value),
});

export const environmentTarget = ({ value, aliases }: Found): Target => ({
  kind: "environment",
  label: value,
  also: aliases ?? [],
  address: listed("subject", value),
});

/** A group of environments filters like an environment. */
export const groupTarget = (name: string): Target => ({ kind: "group", label: name, address: listed("subject", name) });

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
