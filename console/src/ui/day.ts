import { months, shortTime } from "./when";
import type { Zone } from "./zone";

/** The day of a moment in a zone: 2026-11-30. */
export const dayOf = (at: string, zone: Zone) => shortTime(Date.parse(at), zone).slice(0, 10);

/** The time of day of a moment in a zone: 14:15. */
export const timeOf = (at: string, zone: Zone) => shortTime(Date.parse(at), zone).slice(11, 16);

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** A day such as 2026-11-27 in words: "Fri 27 Nov", with the year when it isn't that of `today`. */
export function dateName(day: string, today: string): string {
  const date = new Date(day);
  const name = `${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  return day.slice(0, 4) === today.slice(0, 4) ? name : `${name} ${day.slice(0, 4)}`;
}

/** "Today", "Yesterday", or the name of the day. */
export function dayInWords(day: string, today: string): string {
  const days = (Date.parse(today) - Date.parse(day)) / 86_400_000;
  return days === 0 ? "Today" : days === 1 ? "Yesterday" : dateName(day, today);
}

/** A length of time in its two largest units: "2 d 3 h", "23 min", "8 s". */
export function lengthInWords(span: number): string {
  const units: readonly [string, number][] = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
  ];
  const at = units.findIndex(([, size]) => span >= size);
  if (at < 0) return "under 1 s";
  const [name, size] = units[at]!;
  const count = Math.floor(span / size);
  const [lesser, lesserSize] = units[at + 1] ?? ["", 0];
  const rest = lesserSize > 0 && name !== "min" ? Math.floor((span - count * size) / lesserSize) : 0;
  return rest > 0 ? `${count} ${name} ${rest} ${lesser}` : `${count} ${name}`;
}
