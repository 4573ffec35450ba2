import { describe, expect, it } from "vitest";
import { arcOf, endLabels, frameOf, middleOf, stretch } from "./layout";
import { scaleOf } from "./scale";

const scale = scaleOf({ from: 0, to: 1000 }, 100, 500);

it("a phone has its labels above the bars, so its lanes are taller", () => {
  const [wide, phone] = [frameOf(1300, 4), frameOf(340, 4)];
  expect(wide.left).toBeGreaterThan(200);
  expect(phone.left).toBeLessThan(10);
  expect(phone.laneHeight).toBeGreaterThan(wide.laneHeight);
  expect(middleOf(wide, 3)).toBeLessThan(wide.axisY);
});

describe("a stretch of time", () => {
  it("is cut at the edges of the plot, and keeps a width", () => {
    expect(stretch(scale, -500, 500)).toEqual({ x: 100, width: 250 });
    expect(stretch(scale, 500, 500, 3)).toEqual({ x: 350, width: 3 });
    expect(stretch(scale, 2000, 3000)).toBeNull();
    expect(stretch(scale, -10, 0)).toBeNull();
  });
});

describe("the arc", () => {
  it("goes from the change to the opening, its label over it", () => {
    expect(arcOf(scale, 200, 800, 60, 100)).toMatchObject({ labelX: 350, anchor: "middle" });
    expect(arcOf(scale, 200, 800, 60, 100)!.path).toMatch(/^M200 60C275 .+ 500 60$/);
  });

  it("moves its label into the plot", () => {
    expect(arcOf(scale, 780, 800, 60, 100)).toMatchObject({ labelX: 492, anchor: "end" });
    expect(arcOf(scale, 0, 40, 60, 100)).toMatchObject({ labelX: 104, anchor: "start" });
  });

  it("is left out when zoomed past one of its ends", () => {
    expect(arcOf(scale, -1, 800, 60, 100)).toBeNull();
    expect(arcOf(scale, 200, 1001, 60, 100)).toBeNull();
  });
});

describe("the labels of the ends", () => {
  const widths = { opened: 100, ended: 100 };
  const bounds = { left: 0, right: 1000 };

  it.each([
    [400, 600, "start", "start", false],
    [400, 450, "end", "start", false],
    [50, 90, "start", "start", true],
    [400, 990, "start", "end", false],
    [900, 990, "end", "end", true],
    [800, 990, "end", "end", false],
    [950, 1400, "end", "end", false],
    [400, 1400, "start", "end", false],
  ] as const)("at %d and %d stand at the %s and the %s", (opened, ended, one, other, isEndedLower) => {
    expect(endLabels({ opened, ended }, widths, bounds)).toEqual({ opened: one, ended: other, isEndedLower });
  });
});
