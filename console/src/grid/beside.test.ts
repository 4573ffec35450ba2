import { describe, expect, it } from "vitest";
import { besideOf } from "./beside";

const box = { offsetWidth: 300, offsetHeight: 200 };
const cellAt = (left: number, top: number) => ({ left, right: left + 150, top, bottom: top + 50 });

describe("the position of the peek", () => {
  it.each([
    ["right of its cell", cellAt(200, 300), { left: 356, top: 300 }],
    ["left of it at the right edge", cellAt(1000, 300), { left: 694, top: 300 }],
    ["up where the window ends", cellAt(200, 740), { left: 356, top: 594 }],
  ])("goes %s", (_, cell, expected) => expect(besideOf(cell, box, { width: 1200, height: 800 })).toEqual(expected));

  it.each([
    ["below its cell", cellAt(165, 300), { left: 39, top: 356 }],
    ["above it at the lower edge", cellAt(100, 600), { left: 39, top: 394 }],
    ["not beyond the left edge", cellAt(-40, 300), { left: 6, top: 356 }],
  ])("in a narrow window goes %s", (_, cell, expected) => expect(besideOf(cell, box, { width: 345, height: 720 })).toEqual(expected));
});
