import { describe, expect, it } from "vitest";
import { hoursOf, lanesOf, placeOf, shapeOf } from "./lanes";
import type { MeantEvent } from "./release-notes";

const event = (source: string, kind: string, meaning: object = {}) =>
  ({ source, opstrails: { kind, phase: null, outcome: null, moves: false, ...meaning } }) as unknown as MeantEvent;

describe("the lanes of a day", () => {
  it("puts incidents first, then the systems with the most events", () => {
    const events = [["a", "deployment"], ["b", "deployment"], ["b", "rollback"], ["c", "incident"], ["d", "other"]].map(([source, kind]) =>
      event(source!, kind!),
    );
    const { lanes, left } = lanesOf(events, 3);
    expect(lanes.map(({ source, events: own }) => [source, own.length])).toEqual([
      ["c", 1],
      ["b", 2],
      ["a", 1],
    ]);
    expect(left).toBe(1);
  });

  it("tells shapes apart", () => {
    expect(shapeOf(event("a", "deployment", { moves: true }))).toBe("arrival");
    expect(shapeOf(event("a", "deployment", { moves: true, outcome: "failed" }))).toBe("failed");
    expect(shapeOf(event("a", "incident", { outcome: "failed" }))).toBe("incident");
    expect(shapeOf(event("a", "configChange"))).toBe("other");
  });

  it("divides a day of 23 hours", () => {
    const [start, end] = [Date.parse("2026-03-28T23:00:00Z"), Date.parse("2026-03-29T22:00:00Z")];
    expect(hoursOf(start, end, 6).map(({ hour }) => hour)).toEqual([0, 6, 12, 18]);
    expect(placeOf("2026-03-29T10:30:00Z", start, end)).toBe(0.5);
    expect(placeOf("2027-03-29T10:30:00Z", start, end)).toBe(1);
  });
});
