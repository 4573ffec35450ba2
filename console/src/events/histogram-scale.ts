export interface Bar {
  start: number;
  end: number;
  /** Null when not counted, which is different from zero. */
  count: number | null;
  /** How many of them are MAJOR, and CRITICAL. */
  major?: number;
  critical?: number;
}

/** Adds up what is severe of two bars. */
const severe = (one: Pick<Bar, "major" | "critical">, other: Pick<Bar, "major" | "critical">) => ({
  major: (one.major ?? 0) + (other.major ?? 0),
  critical: (one.critical ?? 0) + (other.critical ?? 0),
});

const severityOf = (severity: string | null | undefined) => ({
  major: severity === "MAJOR" ? 1 : 0,
  critical: severity === "CRITICAL" ? 1 : 0,
});

export interface Counted {
  window: { from: number; to: number };
  /** The counted part of the window: beyond 100,000 events only the newest. */
  counted: { from: number; to: number };
  buckets: readonly { start: number; local: string; count: number; major?: number; critical?: number }[];
}

export const maxBars = 96;
const hour = 3_600_000;
const day = 24 * hour;

/** The bucket size that gives a readable number of bars. */
export const bucketFor = (span: number): "hour" | "day" => (span <= 16 * day ? "hour" : "day");

/** Merges buckets into at most `max` bars. Merged hours are aligned to local midnight. */
export function bars(counted: Counted, max = maxBars): Bar[] {
  const hourly = counted.buckets.length < 2 || counted.buckets[1]!.start - counted.buckets[0]!.start <= hour;
  const sizes = hourly ? [1, 2, 3, 4, 6, 12, 24] : [1, 2, 7, 14, 28];
  const size = sizes.find((one) => counted.buckets.length / one <= max) ?? Math.ceil(counted.buckets.length / max);
  const all: Bar[] = [];
  counted.buckets.forEach((bucket, i) => {
    const end = counted.buckets[i + 1]?.start ?? counted.window.to;
    const begins = i === 0 || (hourly ? Number(bucket.local.slice(11, 13)) % size === 0 && (size < 24 || i > 0) : i % size === 0);
    const known = end > counted.counted.from ? bucket.count : null;
    const last = all.at(-1);
    if (begins || !last) all.push({ start: bucket.start, end, count: known, ...severe(bucket, {}) });
    else {
      last.end = end;
      Object.assign(last, severe(last, bucket));
      last.count = known === null ? last.count : (last.count ?? 0) + known;
    }
  });
  return all;
}

const steps = [15, 30, 60, 120, 300, 600, 900].map((seconds) => seconds * 1000);

/** Whether hourly bars are too coarse for a window. */
export const isShort = (window: { from: number; to: number }) => window.to - window.from <= 6 * hour;

/** Bars finer than an hour, for a short window with all events loaded. The last bars hold events that arrived since. */
export function fineBars(
  window: { from: number; to: number },
  events: readonly { at: number; severity?: string | null }[],
  max = 72,
): Bar[] {
  const to = events.reduce((latest, { at }) => Math.max(latest, at), window.to);
  const step = steps.find((one) => (to - window.from) / one <= max) ?? Math.ceil((to - window.from) / max);
  const first = Math.floor(window.from / step) * step;
  const all = Array.from({ length: Math.max(1, Math.ceil((to - first) / step)) }, (_, i) => ({
    start: first + i * step,
    end: first + (i + 1) * step,
    count: 0,
    major: 0,
    critical: 0,
  }));
  for (const { at, severity } of events) {
    const bar = all[Math.min(all.length - 1, Math.max(0, Math.floor((at - first) / step)))]!;
    bar.count++;
    Object.assign(bar, severe(bar, severityOf(severity)));
  }
  return all;
}

/** Rounds up to 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, …, so the scale doesn't move with every event. */
export function roundUp(count: number): number {
  if (count <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(count));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= count)!;
}

/** The height of a bar from 0 to 1. A single event among thousands stays visible. */
export const heightOf = (count: number, top: number) => (count === 0 ? 0 : Math.max(0.04, count / top));

/** The index of the bar at a position from 0 (left) to 1 (right). */
export function barAt(all: readonly Bar[], place: number): number {
  return Math.min(all.length - 1, Math.max(0, Math.floor(place * all.length)));
}

/** The range between two bars. In a live range the last bar has an open end, so the range stays live. */
export function zoomTo(all: readonly Bar[], a: number, b: number, live: boolean): { from: string; to: string } {
  const first = all[Math.min(a, b)]!;
  const last = all[Math.max(a, b)]!;
  const open = live && last === all.at(-1);
  return { from: new Date(first.start).toISOString(), to: open ? "" : new Date(last.end).toISOString() };
}

/** Doubles the range around its middle, but not into the future. */
export function zoomOut(window: { from: number; to: number }, now: number): { from: string; to: string } {
  const span = Math.max(60_000, window.to - window.from);
  const to = window.to + span / 2;
  const past = to >= now;
  const from = past ? Math.min(window.to, now) - 2 * span : window.from - span / 2;
  return { from: new Date(Math.max(0, from)).toISOString(), to: past ? "" : new Date(to).toISOString() };
}

/** Adds an arrived event to its bucket, without counting everything again. */
export function countInto(counted: Counted, at: number, severity: string | null = null): Counted {
  const index = counted.buckets.findLastIndex((bucket) => bucket.start <= at);
  if (index < 0) return counted;
  return {
    ...counted,
    buckets: counted.buckets.map((bucket, i) =>
      i === index ? { ...bucket, ...severe(bucket, severityOf(severity)), count: bucket.count + 1 } : bucket,
    ),
  };
}

/** Where a moment is on the axis, from 0 to 1: bars are equally wide, whatever time they cover. Null outside. */
export function placeOf(all: readonly Bar[], at: number): number | null {
  const index = all.findLastIndex((bar) => bar.start <= at);
  const bar = all[index];
  if (!bar || (index === all.length - 1 && at > bar.end)) return null;
  return (index + Math.min(1, (at - bar.start) / Math.max(1, bar.end - bar.start))) / all.length;
}

const minute = 60_000;
const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * minute);
const dayTickSteps = [1, 2, 7, 14, 28, 56];

/** Round local times for the axis, at most `max`. Midnights and whole days are named by date. */
export function ticks(all: readonly Bar[], offsetAt: (at: number) => number, max = 8): { at: number; isDay: boolean }[] {
  const first = all[0];
  const last = all.at(-1);
  if (!first || !last) return [];
  const span = last.end - first.start;
  const step = tickSteps.find((one) => span / one <= max);
  const days = step ? 0 : (dayTickSteps.find((one) => span / (one * day) <= max) ?? Math.ceil(span / day / max));
  const size = step ?? days * day;
  const found: { at: number; isDay: boolean }[] = [];
  // Steps in local time: each place is corrected by the offset that counts there.
  for (let local = Math.ceil((first.start + offsetAt(first.start)) / size) * size; ; local += size) {
    const at = local - offsetAt(local - offsetAt(first.start));
    if (at > last.end || found.length > max + 1) return found;
    if (at >= first.start) found.push({ at, isDay: local % day === 0 });
  }
}

/** Groups what is closer than a distance to the first of its group, in order of place. */
export function together<T extends { place: number }>(placed: readonly T[], distance: number): [T, ...T[]][] {
  const groups: [T, ...T[]][] = [];
  for (const one of placed.toSorted((a, b) => a.place - b.place)) {
    const last = groups.at(-1);
    if (last && one.place - last[0].place < distance) last.push(one);
    else groups.push([one]);
  }
  return groups;
}
