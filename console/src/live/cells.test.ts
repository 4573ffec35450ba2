import { expect, it } from "vitest";
import type { Cell, Grid } from "../cell/shape";
import { withCells } from "./cells";

const cell = (subject: string, version: string) => ({ subject, version }) as Cell;
const grid = {
  columns: [{ subject: "STAGING", ladder: "main", position: 0, next: null }],
  rows: [
    { source: "BE", cells: [cell("STAGING", "1")] },
    { source: "FE", cells: [cell("STAGING", "1")] },
  ],
} as unknown as Grid;
const versions = ({ rows }: Grid) =>
  rows.map(({ source, cells }) => `${source} ${cells.map((one) => `${one.subject} ${one.version}`).join()}`);

it("replaces a cell in place, and leaves the other rows as they are", () => {
  const { grid: found, isKnown } = withCells(grid, [{ source: "FE", cell: cell("STAGING", "2") }]);

  expect(versions(found)).toEqual(["BE STAGING 1", "FE STAGING 2"]);
  expect(isKnown).toBe(true);
  expect(found.rows[0]).toBe(grid.rows[0]);
  expect(versions(grid)).toEqual(["BE STAGING 1", "FE STAGING 1"]);
});

it("adds a row in its order and a column, and says that they are new", () => {
  const { grid: found, isKnown } = withCells(grid, [
    { source: "DB", cell: cell("STAGING", "3") },
    { source: "FE", cell: cell("QA", "4") },
  ]);

  expect(versions(found)).toEqual(["DB STAGING 3", "BE STAGING 1", "FE STAGING 1,QA 4"].sort());
  expect(found.columns.map(({ subject }) => subject)).toEqual(["STAGING", "QA"]);
  expect(isKnown).toBe(false);
});
