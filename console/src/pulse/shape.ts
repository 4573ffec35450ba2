import type { components } from "../api/schema";

export type Days = NonNullable<components["schemas"]["DaysAnswer"]["data"]>;
export type EnvironmentDays = Days["environments"][number];
export type Day = EnvironmentDays["days"][number];

const day = 86_400_000;

/** The dates from one to another, both included, oldest first. Dates are written 2026-11-23. */
export function datesBetween(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += day) dates.push(new Date(at).toISOString().slice(0, 10));
  return dates;
}

/** The weekday of a date, 0 for Monday. */
export const weekdayOf = (date: string) => (new Date(date).getUTCDay() + 6) % 7;

/** The upper bounds of the first three of four shades: the quartiles of days with changes. */
export function shadesOf(days: readonly Day[]): [number, number, number] {
  const counts = days.flatMap((day) => (day.changes ? [day.changes] : [])).sort((one, other) => one - other);
  const at = (part: number) => counts[Math.min(counts.length - 1, Math.floor(counts.length * part))] ?? 0;
  return [at(0.25), at(0.5), at(0.75)];
}

/** The shade of a day: 0 without changes, up to 4. */
export function shadeOf(changes: number, bounds: readonly [number, number, number]): number {
  if (changes === 0) return 0;
  return 1 + bounds.filter((bound) => changes > bound).length;
}

/** Cells of the calendar, from one corner to the other. */
export interface Selection {
  /** Row and column where it began. */
  from: [number, number];
  /** Row and column where it ends, in any direction. */
  to: [number, number];
}

export const isWithin = ({ from, to }: Selection, row: number, column: number) =>
  row >= Math.min(from[0], to[0]) &&
  row <= Math.max(from[0], to[0]) &&
  column >= Math.min(from[1], to[1]) &&
  column <= Math.max(from[1], to[1]);

/** The environments and dates of a selection. */
export function namedBy({ from, to }: Selection, subjects: readonly (string | null)[], dates: readonly string[]): Range {
  const [first, last] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
  return {
    subjects: subjects.slice(Math.min(from[0], to[0]), Math.max(from[0], to[0]) + 1),
    from: dates[first]!,
    to: dates[last]!,
  };
}

/** Environments, and days with both ends included. */
export interface Range {
  subjects: readonly (string | null)[];
  from: string;
  to: string;
}

/** Where a key leads from a cell; null for keys that don't move. */
export function moved(key: string, [row, column]: [number, number], rows: number, columns: number): [number, number] | null {
  const within = (at: number, count: number) => Math.max(0, Math.min(count - 1, at));
  switch (key) {
    case "ArrowLeft":
      return [row, within(column - 1, columns)];
    case "ArrowRight":
      return [row, within(column + 1, columns)];
    case "ArrowUp":
      return [within(row - 1, rows), column];
    case "ArrowDown":
      return [within(row + 1, rows), column];
    case "PageUp":
      return [row, within(column - 7, columns)];
    case "PageDown":
      return [row, within(column + 7, columns)];
    case "Home":
      return [row, 0];
    case "End":
      return [row, columns - 1];
    default:
      return null;
  }
}
