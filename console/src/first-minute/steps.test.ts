import { expect, it } from "vitest";
import type { Grid } from "../cell/shape";
import { type Facts, hasDemo, isYoung, stepsOf } from "./steps";

const done = (facts: Partial<Facts>) =>
  stepsOf({ keys: null, people: null, hasContext: null, ...facts })
    .filter((step) => step.isDone)
    .map((step) => step.name);

it("ticks what the API knows", () => {
  expect(done({})).toEqual([]);
  expect(done({ keys: [{ lastUsedAt: null, mcpCalls: 0 }], people: 1, hasContext: false })).toEqual([]);
  expect(done({ keys: [{ lastUsedAt: "2026-01-01T00:00:00Z", mcpCalls: 0 }] })).toEqual(["Pipeline"]);
  expect(done({ people: 2 })).toEqual(["Team"]);
  expect(done({ hasContext: true })).toEqual(["Assistant"]);
  expect(done({ keys: [{ lastUsedAt: "2026-01-01T00:00:00Z", mcpCalls: 3 }] })).toEqual(["Pipeline", "Assistant"]);
});

const grid = (id: string, firstSeen: string) =>
  ({
    at: "2026-11-23T12:00:00.000Z",
    columns: [],
    rows: [{ source: "BE", cells: [{ lastEvent: { id }, versionEvent: null, firstSeen }] }],
  }) as unknown as Grid;

it("knows the demo month by its ids", () => {
  expect(hasDemo(grid("demo-20261123-0271", ""))).toBe(true);
  expect(hasDemo(grid("demo-202611231200-now-4", ""))).toBe(true);
  expect(hasDemo(grid("demo-service-17", ""))).toBe(false);
});

it("is young for two weeks", () => {
  expect(isYoung(grid("a", "2026-11-20T00:00:00.000Z"))).toBe(true);
  expect(isYoung(grid("a", "2026-11-01T00:00:00.000Z"))).toBe(false);
});
