import type { Cell, Grid } from "../cell/shape";

/** A cell of the grid, as the stream sends it. */
export interface StreamedCell {
  source: string;
  cell: Cell;
}

/**
 * Puts cells into the grid. `isKnown` is false when a system or an environment is new: where it belongs and whether it is archived only
 * the server knows, so the grid has to be read again.
 */
export function withCells(grid: Grid, cells: readonly StreamedCell[]): { grid: Grid; isKnown: boolean } {
  const columns = [...grid.columns];
  const rows = [...grid.rows];
  for (const { source, cell } of cells) {
    if (!columns.some(({ subject }) => subject === cell.subject))
      columns.push({ subject: cell.subject, ladder: null, position: null, next: null });
    let at = rows.findIndex((row) => row.source === source);
    if (at < 0) {
      at = rows.findIndex((row) => row.source > source);
      if (at < 0) at = rows.length;
      rows.splice(at, 0, { source, cells: [] });
    }
    const row = rows[at]!;
    const isNew = !row.cells.some(({ subject }) => subject === cell.subject);
    rows[at] = { ...row, cells: isNew ? [...row.cells, cell] : row.cells.map((one) => (one.subject === cell.subject ? cell : one)) };
  }
  const isKnown = columns.length === grid.columns.length && rows.length === grid.rows.length;
  return { grid: { ...grid, columns, rows }, isKnown };
}
