import { expect, it } from "vitest";
import { momentOf, stopAt, stopsOf } from "./slider";

const now = Date.UTC(2026, 10, 23, 9, 30, 17);
const day = 86_400_000;

it("stops at round times, few enough to distinguish", () => {
  const stops = stopsOf(now - 30 * day, now);
  expect(stops.width).toBe(3_600_000);
  expect(new Date(momentOf(stops, 0)!).toISOString()).toBe("2026-10-24T09:00:00.000Z");
});

it("stops at now last", () => {
  const stops = stopsOf(now - 30 * day, now);
  expect(momentOf(stops, stops.count)).toBeNull();
  expect(momentOf(stops, stops.count - 1)).toBeLessThan(now);
  expect(stopAt(stops, null)).toBe(stops.count);
});

it.each([0, 1, 300])("round-trips stop %d", (stop) => {
  const stops = stopsOf(now - 30 * day, now);
  expect(stopAt(stops, momentOf(stops, stop))).toBe(stop);
});

it("stays in range for a time before the first event", () => {
  expect(stopAt(stopsOf(now - day, now), now - 90 * day)).toBe(0);
  expect(stopsOf(now, now).count).toBe(1);
});
