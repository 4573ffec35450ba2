import { months } from "../../ui/when";
import type { Zone } from "../../ui/zone";

/** A span of time, in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

export interface Scale {
  span: Span;
  left: number;
  width: number;
  /** The position of a moment. Moments outside the span are outside the plot. */
  x: (at: number) => number;
  /** The moment at a position, within the span. */
  at: (x: number) => number;
}

export const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

export function scaleOf(span: Span, left: number, width: number): Scale {
  const length = Math.max(span.to - span.from, 1);
  return {
    span,
    left,
    width,
    x: (at) => left + ((at - span.from) / length) * width,
    at: (x) => clamp(span.from + ((x - left) / width) * length, span.from, span.to),
  };
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Distances between ticks that people count in. */
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 30].map((n) => n * day),
];

export interface Tick {
  at: number;
  label: string;
  /** Whether a day begins here. */
  isDay: boolean;
}

/** Milliseconds that the zone is ahead of UTC at a moment. */
export const offsetAt = (at: number, zone: Zone) => (zone === "utc" ? 0 : -new Date(at).getTimezoneOffset() * minute);

const two = (n: number) => String(n).padStart(2, "0");

function labelOf(local: number, step: number): Omit<Tick, "at"> {
  const date = new Date(local);
  const isDay = local % day === 0;
  if (isDay || step >= day) return { label: `${date.getUTCDate()} ${months[date.getUTCMonth()]}`, isDay };
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return { label: step < minute ? `${clock}:${two(date.getUTCSeconds())}` : clock, isDay };
}


/** Ticks at round times of the zone, at most `max` of them. */
export function ticksOf(span: Span, zone: Zone, max: number): Tick[] {
  const length = span.to - span.from;
  const step = steps.find((one) => length / one <= max) ?? Math.ceil(length / max / day) * day;
  const ticks: Tick[] = [];
  let local = Math.ceil((span.from + offsetAt(span.from, zone)) / step) * step;
  for (; ; local += step) {
    // The offset at the tick itself: the clocks may change within the span.
    const guess = local - offsetAt(span.from, zone);
    const at = local - offsetAt(guess, zone);
    if (at > span.to) return ticks;
    if (at >= span.from) ticks.push({ at, ...labelOf(local, step) });
  }
}
