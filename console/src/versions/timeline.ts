import { shortTime } from "../ui/when";
import type { Zone } from "../ui/zone";

const day = 86_400_000;
const hour = 3_600_000;
const minutes = [1, 5, 15].map((count) => count * 60_000);
const steps = [...minutes, hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 30 * day, 91 * day];

/** A scale from the first arrival until now, as shares of a line. */
export function scaleOf(from: number, to: number): (at: number) => number {
  const span = Math.max(to - from, 1);
  return (at) => Math.min(Math.max((at - from) / span, 0), 1);
}

/** Up to `most` round moments within a span, with their labels. */
export function ticksOf(from: number, to: number, zone: Zone, most: number): { at: number; label: string }[] {
  const step = steps.find((one) => (to - from) / one <= most) ?? 365 * day;
  const shift = zone === "utc" ? 0 : new Date(from).getTimezoneOffset() * 60_000;
  const ticks: { at: number; label: string }[] = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to && ticks.length <= most; at += step) {
    const text = shortTime(at, zone);
    ticks.push({ at, label: step >= day || text.slice(11, 16) === "00:00" ? text.slice(5, 10) : text.slice(11, 16) });
  }
  return ticks;
}
