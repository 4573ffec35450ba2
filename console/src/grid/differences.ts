import { type Cell, cellsOf, type Column, type Grid, type GridRow } from "../cell/shape";

/** The systems whose version differs along a ladder, and their environments. */
export function onlyDifferences(grid: Grid): Pick<Grid, "columns" | "rows"> {
  const rows = grid.rows.filter((row) => differs(row, grid.columns));
  const there = new Set(rows.flatMap((row) => row.cells.map((cell) => cell.subject)));
  return { columns: grid.columns.filter((column) => there.has(column.subject)), rows };
}

/** A system absent from a whole ladder doesn't differ. A system on only part of it does. */
function differs(row: GridRow, columns: readonly Column[]): boolean {
  const cells = cellsOf(row, columns);
  const ladders = new Map<string, Set<string>>();
  columns.forEach(({ ladder }, i) => {
    if (ladder === null) return;
    const versions = ladders.get(ladder) ?? new Set();
    ladders.set(ladder, versions.add(versionIn(cells[i] ?? null)));
  });
  return [...ladders.values()].some((versions) => versions.size > 1);
}

/** An unknown version counts as a difference. */
const versionIn = (cell: Cell | null) => (cell?.versionKnown === false ? "?" : cell?.version == null ? "" : `v${cell.version}`);
