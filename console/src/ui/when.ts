import type { Zone } from "./zone";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `now` moves in steps and clocks differ slightly, so a time this far ahead counts as now. */
const behind = 10 * second;

/** A short relative time: "12 s ago", "3 h ago". */
export function relativeTime(at: number, now: number): string {
  const past = now - at;
  const span = Math.abs(past);
  if (past < second && past > -behind) return "now";
  const [count, unit] =
    span < minute ? [span / second, "s"] : span < hour ? [span / minute, "min"] : span < 2 * day ? [span / hour, "h"] : [span / day, "d"];
  const text = `${Math.floor(count)} ${unit}`;
  return past >= 0 ? `${text} ago` : `in ${text}`;
}

/** Date and time with zone: 2026-11-23 09:30:00.250 UTC, or +02:00. */
export function exactTime(at: number, zone: Zone): string {
  const { date, time } = parts(at, zone);
  return `${date} ${time} ${zone === "utc" ? "UTC" : offset(at)}`;
}

/** Date and time without zone and milliseconds, for lists. */
export function shortTime(at: number, zone: Zone): string {
  const { date, time } = parts(at, zone);
  return `${date} ${time.slice(0, 8)}`;
}

/** The time of day in minutes, after the date when that differs from another moment's: "10:04", "2026-11-22 10:04". */
export function clockTime(at: number, other: number, zone: Zone): string {
  const { date, time } = parts(at, zone);
  const minutes = time.slice(0, 5);
  return date === parts(other, zone).date ? minutes : `${date} ${minutes}`;
}

export const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The day and month of a time, with the year where that isn't the year of another: "9 Nov", "9 Nov 2025". */
export function dayOf(at: number, other: number, zone: Zone): string {
  const [year, month, day] = parts(at, zone).date.split("-");
  const short = `${Number(day)} ${months[Number(month) - 1]}`;
  return parts(other, zone).date.startsWith(`${year}-`) ? short : `${short} ${year}`;
}

/** The time of day, or the day where that differs from another moment's: "18:00", "1 Dec". */
export function shortMoment(at: number, other: number, zone: Zone): string {
  const here = parts(at, zone);
  return here.date === parts(other, zone).date ? here.time.slice(0, 5) : dayOf(at, other, zone);
}

/** A time as a date-time field has it: "2026-11-23T09:30". */
export function fieldTime(at: number, zone: Zone): string {
  const { date, time } = parts(at, zone);
  return `${date}T${time.slice(0, 5)}`;
}

/** The moment of a date-time field; null for what is no time. */
export function momentOfField(text: string, zone: Zone): number | null {
  const at = Date.parse(zone === "utc" ? `${text}Z` : text);
  return Number.isNaN(at) ? null : at;
}

/** What a zone is called beside a time: "UTC", "+02:00". */
export const zoneLabel = (at: number, zone: Zone): string => (zone === "utc" ? "UTC" : offset(at));

function parts(at: number, zone: Zone): { date: string; time: string } {
  const shifted = zone === "utc" ? at : at - new Date(at).getTimezoneOffset() * minute;
  const [date = "", rest = ""] = new Date(shifted).toISOString().split("T");
  return { date, time: rest.replace("Z", "") };
}

function offset(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  const size = Math.abs(minutes);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
