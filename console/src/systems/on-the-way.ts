import { type Column, type GridRow, cellsOf } from "../cell/shape";

/** A version that has not reached every stage yet. */
export interface OnTheWay {
  version: string;
  /** When it arrived at the stage that it reached last. */
  since: string;
  /** The environments of the ladder that run it. */
  has: readonly string[];
  /** The next stage of each of those that doesn't. */
  next: readonly string[];
}

/** The versions of a system that arrived at a stage after what the next stage runs: one entry for each ladder, newest first. */
export function versionsOnTheWay(row: GridRow, columns: readonly Column[]): OnTheWay[] {
  const cells = cellsOf(row, columns);
  const found = new Map<string, OnTheWay & { next: string[] }>();
  for (const [i, { ladder, next }] of columns.entries()) {
    const cell = cells[i];
    const later = next === null ? null : cells[columns.findIndex((column) => column.subject === next)];
    if (!cell?.version || !later || later.version === cell.version) continue;
    const [here, there] = [cell.versionEvent?.time ?? "", later.versionEvent?.time ?? ""];
    // What runs in the next stage is newer: this one is on no way.
    if (there > here) continue;
    const { version } = cell;
    const key = JSON.stringify([version, ladder]);
    const one = found.get(key);
    const has = columns.flatMap(({ subject, ladder: of }, at) =>
      subject !== null && of === ladder && cells[at]?.version === version ? [subject] : [],
    );
    const since = one && one.since > here ? one.since : here;
    found.set(key, { version, since, has, next: [...new Set([...(one?.next ?? []), next!])] });
  }
  return [...found.values()].sort((one, other) => (one.since < other.since ? 1 : -1));
}
