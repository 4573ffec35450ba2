import { type Cell, cellsOf, type Column, type Grid, type GridRow } from "../cell/shape";

/** Systems whose version is not the same all along one of their ladders, and the environments where they are. */
export function onlyDifferences(grid: Grid): Pick<Grid, "columns" | "rows"> {
  const rows = grid.rows.filter((row) => differs(row, grid.columns));
  const there = new Set(rows.flatMap((row) => row.cells.map((cell) => cell.subject)));
  return { columns: grid.columns.filter((column) => there.has(column.subject)), rows };
}

/** A system that is nowhere on a ladder is the same all along it; one that is on a part of it is not. */
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

/** What is not known may differ, and is not kept from who looks for differences. */
const versionIn = (cell: Cell | null) => (cell?.versionKnown === false ? "?" : cell?.version == null ? "" : `v${cell.version}`);
