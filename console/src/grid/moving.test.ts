import { expect, it } from "vitest";
import { nextCell } from "./moving";

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
