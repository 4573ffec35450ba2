import { expect, it } from "vitest";
import { scaleOf, ticksOf } from "./timeline";

const at = (text: string) => Date.parse(`2026-11-${text}:00.000Z`);

it("has few round ticks", () => {
  const labels = (from: string) => ticksOf(at(from), at("30T09:00"), "utc", 5).map((tick) => tick.label);
  expect(labels("29T20:10")).toEqual(["21:00", "11-30", "03:00", "06:00", "09:00"]);
  expect(labels("20T20:10")).toEqual(["11-21", "11-23", "11-25", "11-27", "11-29"]);
  for (const days of [0.001, 0.3, 3, 33, 333, 3333]) {
    const ticks = ticksOf(at("01T00:07"), at("01T00:07") + days * 86_400_000, "utc", 5);
    expect(ticks.length).toBeLessThanOrEqual(6);
  }
});

it("keeps to the line", () => {
  const scale = scaleOf(100, 200);
  expect([scale(50), scale(150), scale(300), scaleOf(5, 5)(5)]).toEqual([0, 0.5, 1, 0]);
});
