import type { components } from "../../api/schema";
import type { Span } from "./scale";

export type BusinessHours = components["schemas"]["BusinessHours"];

const minute = 60_000;
const day = 24 * 60 * minute;
const names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
/** A longer span isn't shaded: a day would be a hairline. */
const maxDays = 45;

/** Milliseconds that a zone is ahead of UTC at a moment. */
function offsetIn(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, Number(part.value)]));
    const local = Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
    return local - Math.floor(at / 1000) * 1000;
  };
}

const minutesOf = (clock: string) => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return (hours * 60 + minutes) * minute;
};

/** The parts of a span outside the business hours, which are in a zone of their own. Empty when none are set, or the zone is unknown. */
export function outsideHours(span: Span, hours: BusinessHours | null | undefined, zone: string): Span[] {
  if (!hours || span.to - span.from > maxDays * day) return [];
  let offset: (at: number) => number;
  try {
    offset = offsetIn(zone);
  } catch {
    return [];
  }
  const utc = (local: number) => local - offset(local - offset(local));
  const outside: Span[] = [];
  let at = span.from;
  const close = (until: number, next: number) => {
    const to = Math.min(until, span.to);
    if (to > at) outside.push({ from: at, to });
    at = Math.max(at, next);
  };
  const first = Math.floor((span.from + offset(span.from)) / day) * day;
  for (let local = first; utc(local) < span.to; local += day) {
    if (!hours.days.includes(names[new Date(local).getUTCDay()]!)) continue;
    close(utc(local + minutesOf(hours.from)), utc(local + minutesOf(hours.to)));
  }
  close(span.to, span.to);
  return outside;
}
