import { describe, expect, it } from "vitest";
import { drawn, offsetOf, rowAt, type Rows, totalHeight } from "./windowing";

const rows: Rows = { count: 100, height: 10, open: 3, extra: 55 };

describe("windowing", () => {
  it("finds the row at every offset, also in the open row", () => {
    for (let place = 0; place < totalHeight(rows); place++) {
      const index = rowAt(rows, place);
      const end = index + 1 < rows.count ? offsetOf(rows, index + 1) : totalHeight(rows);

      expect(offsetOf(rows, index) <= place && place < end).toBe(true);
    }
  });

  it("draws the visible rows and few others", () => {
    for (let top = 0; top < totalHeight(rows) - 200; top += 7) {
      const { first, end } = drawn(rows, top, top + 200);

      expect(offsetOf(rows, first)).toBeLessThanOrEqual(top);
      expect(end === rows.count || offsetOf(rows, end) >= top + 200).toBe(true);
      expect(end - first).toBeLessThan(20 + 4 * 8);
    }
  });

  it("stays the same for small scrolling", () => {
    expect(drawn({ ...rows, open: -1 }, 401, 601)).toEqual(drawn({ ...rows, open: -1 }, 409, 609));
  });

  it("draws nothing for an empty list", () => {
    expect(drawn({ ...rows, count: 0, open: -1 }, 0, 100)).toEqual({ first: 0, end: 0 });
  });

  it("knows lower rows for days", () => {
    const all = { count: 6, height: 76, open: 1, extra: 100, days: [0, 3], dayHeight: 30 };

    expect([0, 1, 2, 3, 4, 5].map((index) => offsetOf(all, index))).toEqual([0, 30, 206, 282, 312, 388]);
    expect(totalHeight(all)).toBe(464);
    for (let index = 0; index < 6; index++) expect(rowAt(all, offsetOf(all, index) + 1)).toBe(index);
  });
});
