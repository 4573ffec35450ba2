import { describe, expect, it } from "vitest";
import { scaleOf, ticksOf } from "./scale";

const at = (text: string) => Date.parse(`2026-11-27T${text}Z`);
const span = (from: string, to: string) => ({ from: at(from), to: at(to) });
const labels = (from: number, to: number, max: number) => ticksOf({ from, to }, "utc", max).map((tick) => tick.label);

it("a moment's position leads back to the moment, and never out of the span", () => {
  const scale = scaleOf(span("12:00:00", "14:00:00"), 100, 600);
  expect(scale.x(at("13:00:00"))).toBe(400);
  expect(scale.at(400)).toBe(at("13:00:00"));
  expect(scale.at(-50)).toBe(at("12:00:00"));
  expect(scale.at(5000)).toBe(at("14:00:00"));
  expect(Number.isFinite(scaleOf(span("12:00:00", "12:00:00"), 0, 10).x(at("12:00:00")))).toBe(true);
});

describe("ticks", () => {
  it.each([
    ["12:40:33", "16:03:10", 8, ["13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00"]],
    ["14:40:33", "14:41:20", 6, ["14:40:40", "14:40:50", "14:41:00", "14:41:10", "14:41:20"]],
  ])("from %s to %s are at round times", (from, to, max, expected) => {
    expect(labels(at(from), at(to), max)).toEqual(expected);
  });

  it("a day is named where it begins", () => {
    expect(labels(at("20:00:00"), at("20:00:00") + 8 * 3_600_000, 4)).toEqual(["20:00", "22:00", "28 Nov", "02:00", "04:00"]);
    expect(labels(at("00:00:00"), at("00:00:00") + 40 * 86_400_000, 5)).toHaveLength(3);
  });

  it.each([1, 7, 60, 3600, 86_400, 30 * 86_400, 400 * 86_400])("a span of %d s has at most as many as fit", (seconds) => {
    const found = labels(at("12:00:01"), at("12:00:01") + seconds * 1000, 6);
    expect(found.length).toBeLessThanOrEqual(7);
    expect(new Set(found).size).toBe(found.length);
  });
});
