import type { Zone } from "../ui/zone";
import { shortTime } from "../ui/when";

/** The moments that the picker offers. */
export const presets: readonly { at: string; label: string }[] = [
  { at: "", label: "Now" },
  { at: "-1h", label: "An hour ago" },
  { at: "-1d", label: "Yesterday" },
  { at: "-7d", label: "A week ago" },
  { at: "-30d", label: "30 days ago" },
];

/** The value of a field for date and time: the moment in a zone, to the minute. Empty for a moment that is not one. */
export function fieldOf(at: string, zone: Zone): string {
  const moment = Date.parse(at);
  return Number.isNaN(moment) ? "" : shortTime(moment, zone).slice(0, 16).replace(" ", "T");
}

/** The moment that a field for date and time has, as UTC to the minute. Null while it has none. */
export function momentOf(field: string, zone: Zone): string | null {
  const moment = new Date(zone === "utc" ? `${field}Z` : field);
  return Number.isNaN(moment.getTime()) ? null : `${moment.toISOString().slice(0, 16)}Z`;
}
