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

const hours = [1, 2, 3, 6, 12, 24, 48, 72, 96, 24 * 7, 24 * 14, 24 * 30, 24 * 91, 24 * 365, 24 * 1461];

/** Round moments to write under the slider: at most `most`, none of them near its end. */
export function ticksOf(stops: Stops, most: number, offset: number): number[] {
  const end = stops.start + stops.count * stops.width;
  const step = (hours.find((one) => (end - stops.start) / (one * hour) <= most) ?? hours.at(-1)!) * hour;
  const ticks: number[] = [];
  // Round in local time: days start at midnight there.
  for (let at = Math.ceil((stops.start + offset) / step) * step - offset; at < end - (end - stops.start) * 0.08; at += step) ticks.push(at);
  return ticks;
}

/** Where a moment is between both ends, from 0 to 1; null outside. */
export function shareOf(stops: Stops, moment: number): number | null {
  const share = (moment - stops.start) / (stops.count * stops.width);
  return share < 0 || share > 1 ? null : share;
}

export const stopAt = (stops: Stops, moment: number | null) =>
  moment === null ? stops.count : Math.min(stops.count - 1, Math.max(0, Math.round((moment - stops.start) / stops.width)));
