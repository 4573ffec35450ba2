import type { components } from "../api/schema";

export type Grid = NonNullable<components["schemas"]["GridAnswer"]["data"]>;
export type Column = Grid["columns"][number];
export type GridRow = Grid["rows"][number];
export type Cell = GridRow["cells"][number];
export type Attempt = NonNullable<Cell["inProgress"]>;
export type Incident = NonNullable<Cell["incidents"]>[number];
export type Freeze = NonNullable<Grid["freezes"]>[number];
export type Diff = NonNullable<components["schemas"]["DiffAnswer"]["data"]>;
export type ProvingEvent = Diff["sources"][number]["findings"][number]["events"][number];

/** A system in an environment. The subject is null for events without an environment. */
export interface Place {
  source: string;
  subject: string | null;
}

export const placeKey = ({ source, subject }: Place) => JSON.stringify([source, subject]);

export const environmentName = (subject: string | null) => subject ?? "no environment";

/** The cells of a row in column order; null where there are no events. */
export function cellsOf(row: GridRow, columns: readonly Column[]): (Cell | null)[] {
  const bySubject = new Map(row.cells.map((cell) => [cell.subject, cell]));
  return columns.map((column) => bySubject.get(column.subject) ?? null);
}
