import type { EventReference } from "../event/reference";
import type { Zone } from "../ui/zone";

/** A query text and a time range, as written in the address. */
export interface Question {
  q: string;
  /** As written: a duration such as -7d, a local date or time, or a time with a zone. */
  from: string;
  /** Empty for an open end. Only an open range is live. */
  to: string;
}

export const defaultFrom = "-7d";

export const presets = [
  { from: "-15m", label: "Last 15 minutes" },
  { from: "-1h", label: "Last hour" },
  { from: "-6h", label: "Last 6 hours" },
  { from: "-24h", label: "Last 24 hours" },
  { from: "-7d", label: "Last 7 days" },
  { from: "-30d", label: "Last 30 days" },
  { from: "-90d", label: "Last 90 days" },
] as const;

export function readQuestion(address: URLSearchParams): Question {
  const to = (address.get("to") ?? "").trim();
  return {
    q: (address.get("q") ?? "").trim(),
    from: (address.get("from") ?? "").trim() || defaultFrom,
    to: to.toLowerCase() === "now" ? "" : to,
  };
}

/** The query parameters for the address, without default values. */
export function writeQuestion(question: Partial<Question>): Record<string, string | null> {
  const address: Record<string, string | null> = {};
  if (question.q !== undefined) address.q = question.q.trim() || null;
  if (question.from !== undefined)
    address.from = question.from.trim() && question.from.trim() !== defaultFrom ? question.from.trim() : null;
  if (question.to !== undefined) address.to = question.to.trim() && question.to.trim().toLowerCase() !== "now" ? question.to.trim() : null;
  return address;
}

export function readReference(address: URLSearchParams): EventReference | null {
  const id = address.get("event");
  const source = address.get("source");
  return id && source ? { id, source } : null;
}

export function readZone(address: URLSearchParams): Zone | null {
  const tz = address.get("tz");
  return tz === "utc" || tz === "local" ? tz : null;
}

export const isLive = (question: Question) => question.to === "";

/** The query parameters for the API. Times without a zone are in the given zone. */
export function apiQuestion(question: Question, timezone: string): { q?: string[]; from: string; to?: string; timezone: string } {
  return {
    ...(question.q && { q: [question.q] }),
    from: question.from,
    ...(question.to && { to: question.to }),
    timezone,
  };
}

/** Describes a range in words. */
export function describeRange(question: Question): string {
  const preset = question.to === "" && presets.find((one) => one.from === question.from);
  if (preset) return preset.label;
  const span = /^-(\d+)([mhdw])$/.exec(question.from);
  const units: Record<string, string> = { m: "minutes", h: "hours", d: "days", w: "weeks" };
  if (span && question.to === "") return `Last ${span[1]} ${units[span[2]!]}`;
  return `${shown(question.from)} to ${question.to ? shown(question.to) : "now"}`;
}

const shown = (edge: string) => edge.replace("T", " ").replace(/(:\d\d)?(\.\d+)?Z$/, " UTC");
