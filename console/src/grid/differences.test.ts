import { describe, expect, it } from "vitest";
import { onlyDifferences } from "./differences";
import type { Cell, Grid } from "../cell/shape";

const cell = (subject: string | null, version: string | null, known = true): Cell => ({
  subject,
  version,
  versionEvent: null,
  lastEvent: null,
  firstSeen: "2026-10-01T00:00:00.000Z",
  last24h: 0,
  ...(!known && { versionKnown: false }),
});
const grid = (...cells: Cell[]): Grid => ({
  at: "2026-11-23T09:30:00.000Z",
  countComplete: true,
  columns: [
    { subject: "STAGING", ladder: "", position: 0, next: "PRODUCTION" },
    { subject: "PRODUCTION", ladder: "", position: 1, next: null },
    { subject: "LAB", ladder: null, position: null, next: null },
  ],
  rows: [{ source: "BE", cells }],
});
const rowsOf = (of: Grid) => onlyDifferences(of).rows.map((row) => row.source);

describe("only differences", () => {
  it.each([
    ["other versions", [cell("STAGING", "2"), cell("PRODUCTION", "1")], ["BE"]],
    ["the same version", [cell("STAGING", "1"), cell("PRODUCTION", "1")], []],
    ["a version on a part of the ladder", [cell("STAGING", "1")], ["BE"]],
    ["another version off the ladder", [cell("STAGING", "1"), cell("PRODUCTION", "1"), cell("LAB", "9")], []],
    ["no version anywhere", [cell("STAGING", null), cell("PRODUCTION", null)], []],
    ["a version that is not known", [cell("STAGING", null, false), cell("PRODUCTION", null)], ["BE"]],
  ])("keeps a system with %s or not", (_, cells, expected) => {
    expect(rowsOf(grid(...cells))).toEqual(expected);
  });

  it("keeps the remaining environments", () => {
    expect(onlyDifferences(grid(cell("STAGING", "1"))).columns.map((column) => column.subject)).toEqual(["STAGING"]);
  });
});
