import { dateName } from "../ui/day";
import { offsetAt } from "./picture/scale";
import type { Zone } from "../ui/zone";

const units = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
] as const;

/** A duration in its largest unit, or with `parts` of 2 in its two largest: "22 min", "22 min 37 s". */
export function inWords(ms: number, parts: 1 | 2 = 1): string {
  const whole = Math.abs(ms);
  const at = units.findIndex(([size]) => whole >= size);
  if (at < 0) return "less than a second";
  const [size, unit] = units[at]!;
  const text = `${Math.floor(whole / size)} ${unit}`;
  const [small, smallUnit] = units[at + 1] ?? [0, ""];
  const rest = parts === 2 && small > 0 ? Math.floor((whole % size) / small) : 0;
  return rest > 0 ? `${text} ${rest} ${smallUnit}` : text;
}

/** The distance to a moment: "25 min before", "22 min after", "at the same moment". */
export function distance(at: number, from: number): string {
  if (at === from) return "at the same moment";
  return `${inWords(at - from)} ${at < from ? "before" : "after"}`;
}

const local = (at: number, zone: Zone) => new Date(at + offsetAt(at, zone));

/** "Fri 27 Nov", with the year when it isn't that of `now`. */
export const dayInWords = (at: number, zone: Zone, now: number) => dateName(dateAt(at, zone), dateAt(now, zone));

const dateAt = (at: number, zone: Zone) => local(at, zone).toISOString().slice(0, 10);

/** "14:40:33". */
export const clock = (at: number, zone: Zone) => local(at, zone).toISOString().slice(11, 19);

/** "14:40". */
export const shortClock = (at: number, zone: Zone) => clock(at, zone).slice(0, 5);

export const isSameDay = (one: number, other: number, zone: Zone) =>
  dateAt(one, zone) === dateAt(other, zone);

/** The time of day; with the day in front where that differs from another moment's: "10:20", "Mon 30 Nov 10:20". */
export const clockBeside = (at: number, other: number, zone: Zone, seconds = false) =>
  `${isSameDay(at, other, zone) ? "" : `${dayInWords(at, zone, other)} `}${seconds ? clock(at, zone) : shortClock(at, zone)}`;
