import type { Zone } from "../ui/zone";

/** A query text and a time range, as written in the address. */
export interface EventQuery {
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

export function readEventQuery(address: URLSearchParams): EventQuery {
  const to = (address.get("to") ?? "").trim();
  return {
    q: (address.get("q") ?? "").trim(),
    from: (address.get("from") ?? "").trim() || defaultFrom,
    to: to.toLowerCase() === "now" ? "" : to,
  };
}

/** The query parameters for the address, without default values. */
export function writeEventQuery(eventQuery: Partial<EventQuery>): Record<string, string | null> {
  const address: Record<string, string | null> = {};
  if (eventQuery.q !== undefined) address.q = eventQuery.q.trim() || null;
  if (eventQuery.from !== undefined)
    address.from = eventQuery.from.trim() && eventQuery.from.trim() !== defaultFrom ? eventQuery.from.trim() : null;
  if (eventQuery.to !== undefined)
    address.to = eventQuery.to.trim() && eventQuery.to.trim().toLowerCase() !== "now" ? eventQuery.to.trim() : null;
  return address;
}

export function readReference(address: URLSearchParams): { id: string; source: string } | null {
  const id = address.get("event");
  const source = address.get("source");
  return id && source ? { id, source } : null;
}

export function readZone(address: URLSearchParams): Zone | null {
  const tz = address.get("tz");
  return tz === "utc" || tz === "local" ? tz : null;
}

export const isLive = (eventQuery: EventQuery) => eventQuery.to === "";

/** The query parameters for the API. Times without a zone are in the given zone. */
export function apiQuery(eventQuery: EventQuery, timezone: string): { q?: string[]; from: string; to?: string; timezone: string } {
  return {
    ...(eventQuery.q && { q: [eventQuery.q] }),
    from: eventQuery.from,
    ...(eventQuery.to && { to: eventQuery.to }),
    timezone,
  };
}

/** Describes a range in words. */
export function describeRange(eventQuery: EventQuery): string {
  const preset = eventQuery.to === "" && presets.find((one) => one.from === eventQuery.from);
  if (preset) return preset.label;
  const span = /^-(\d+)([mhdw])$/.exec(eventQuery.from);
  const units: Record<string, string> = { m: "minutes", h: "hours", d: "days", w: "weeks" };
  if (span && eventQuery.to === "") return `Last ${span[1]} ${units[span[2]!]}`;
  return `${shown(eventQuery.from)} to ${eventQuery.to ? shown(eventQuery.to) : "now"}`;
}

const shown = (edge: string) => edge.replace("T", " ").replace(/(:\d\d)?(\.\d+)?Z$/, " UTC");
