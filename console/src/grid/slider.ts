const minute = 60_000;
const hour = 60 * minute;
const widths = [minute, 5 * minute, 15 * minute, hour, 6 * hour, 24 * hour];
const maxSteps = 1500;

/** The stops of the slider: round times from before the first event up to now. */
export interface Stops {
  start: number;
  width: number;
  count: number;
}

export function stopsOf(first: number, now: number): Stops {
  const width = widths.find((one) => (now - first) / one <= maxSteps) ?? widths.at(-1)!;
  const start = Math.floor(first / width) * width;
  return { start, width, count: Math.max(1, Math.ceil((now - start) / width)) };
}

/** The time of a stop; null for now. */
export const momentOf = (stops: Stops, stop: number) => (stop >= stops.count ? null : stops.start + stop * stops.width);

export const stopAt = (stops: Stops, moment: number | null) =>
  moment === null ? stops.count : Math.min(stops.count - 1, Math.max(0, Math.round((moment - stops.start) / stops.width)));
