import { type Column, type GridRow, cellsOf } from "../cell/shape";

/** A version that has not reached every stage yet. */
export interface OnTheWay {
  version: string;
  /** When it arrived at the stage that it reached last. */
  since: string;
  /** The environments that run it. */
  has: readonly string[];
  /** The next stage of each of those that doesn't. */
  next: readonly string[];
}

/** The versions of a system that arrived at a stage after what the next stage runs, newest first. */
export function versionsOnTheWay(row: GridRow, columns: readonly Column[]): OnTheWay[] {
  const cells = cellsOf(row, columns);
  const cellOf = (subject: string) => cells[columns.findIndex((column) => column.subject === subject)] ?? null;
  const found = new Map<string, { since: string; next: string[] }>();
  for (const [i, column] of columns.entries()) {
    const cell = cells[i];
    const later = column.next === null ? null : cellOf(column.next);
    if (!cell?.version || !later || later.version === cell.version) continue;
    const [here, there] = [cell.versionEvent?.time ?? "", later.versionEvent?.time ?? ""];
    // What runs in the next stage is newer: this one is on no way.
    if (there > here) continue;
    const one = found.get(cell.version) ?? { since: "", next: [] };
    found.set(cell.version, { since: one.since > here ? one.since : here, next: [...one.next, column.next!] });
  }
  return [...found]
    .map(([version, { since, next }]) => ({
      version,
      since,
      has: columns.flatMap(({ subject }, i) => (subject !== null && cells[i]?.version === version ? [subject] : [])),
      next: [...new Set(next)],
    }))
    .sort((one, other) => (one.since < other.since ? 1 : -1));
}
