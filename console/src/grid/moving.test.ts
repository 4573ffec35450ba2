import { expect, it } from "vitest";
import { nextCell, withHeads } from "./moving";

const filled = [
  [true, false, true],
  [false, false, true],
  [true, true, false],
];

it.each([
  [0, 0, "ArrowRight", { row: 0, column: 2 }],
  [0, 0, "ArrowDown", { row: 2, column: 0 }],
  [0, 2, "ArrowLeft", { row: 0, column: 0 }],
  [1, 2, "ArrowUp", { row: 0, column: 2 }],
  [1, 2, "ArrowDown", null],
  [0, 2, "ArrowRight", null],
  [2, 1, "Home", { row: 2, column: 0 }],
  [2, 0, "End", { row: 2, column: 1 }],
  [0, 0, "x", null],
])("from %d, %d with %s", (row, column, key, expected) => {
  expect(nextCell(filled, row, column, key)).toEqual(expected);
});

it("reaches links and buttons of the headings", () => {
  const columns = [{ subject: "DEV" }, { subject: null }, { subject: "PRODUCTION" }];
  const heads = withHeads(filled, columns);
  expect(nextCell(heads, 2, 2, "ArrowUp")).toEqual({ row: 1, column: 2 });
  expect(nextCell(heads, 1, 2, "ArrowUp")).toEqual({ row: 0, column: 2 });
  expect(nextCell(heads, 2, 2, "ArrowLeft")).toEqual({ row: 2, column: 1 });
  expect(nextCell(heads, 0, 2, "ArrowRight")).toEqual({ row: 0, column: 4 });
  expect(nextCell(heads, 2, 4, "Home", 2)).toEqual({ row: 2, column: 2 });
  expect(nextCell(heads, 2, 3, "ArrowUp")).toBeNull();
});
