import { describe, expect, it } from "vitest";
import { datesBetween, isWithin, moved, namedBy, shadeOf, shadesOf, weekdayOf } from "./shape";

describe("the calendar", () => {
  it("has every date once, across a clock change and a leap day", () => {
    expect(datesBetween("2028-02-27", "2028-03-01")).toEqual(["2028-02-27", "2028-02-28", "2028-02-29", "2028-03-01"]);
    expect(datesBetween("2026-01-01", "2026-12-31")).toHaveLength(365);
    expect(weekdayOf("2026-11-30")).toBe(0);
  });

  it("shades by how a day compares with the others", () => {
    const bounds = shadesOf([0, 1, 1, 2, 3, 5, 8, 40].map((changes, i) => ({ date: `d${i}`, changes })));
    expect([0, 1, 2, 3, 5, 8, 40].map((changes) => shadeOf(changes, bounds))).toEqual([0, 1, 2, 2, 3, 3, 4]);
    expect(shadeOf(3, shadesOf([{ date: "a", changes: 3 }]))).toBe(1);
    expect(shadeOf(0, shadesOf([]))).toBe(0);
  });

  it("selects in any direction", () => {
    const selection = { from: [2, 5] as [number, number], to: [1, 3] as [number, number] };
    expect(isWithin(selection, 1, 4)).toBe(true);
    expect(isWithin(selection, 0, 4)).toBe(false);
    const dates = ["1", "2", "3", "4", "5", "6"];
    expect(namedBy(selection, ["A", "B", null, "C"], dates)).toEqual({ subjects: ["B", null], from: "4", to: "6" });
  });

  it("moves by keys and stays inside", () => {
    expect(moved("ArrowRight", [0, 9], 3, 10)).toEqual([0, 9]);
    expect(moved("PageUp", [1, 9], 3, 10)).toEqual([1, 2]);
    expect(moved("ArrowUp", [0, 2], 3, 10)).toEqual([0, 2]);
    expect(moved("End", [2, 0], 3, 10)).toEqual([2, 9]);
    expect(moved("x", [2, 0], 3, 10)).toBeNull();
  });
});
