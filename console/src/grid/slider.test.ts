import { expect, it } from "vitest";
import { momentOf, shareOf, stopAt, stopsOf, ticksOf } from "./slider";

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

it.each([1, 3, 10, 30, 200, 3000])("writes a few round dates under %d days, in local time", (days) => {
  const stops = stopsOf(now - days * day, now);
  const offset = 2 * 3_600_000;
  const ticks = ticksOf(stops, 5, offset);
  expect(ticks.length).toBeGreaterThan(1);
  expect(ticks.length).toBeLessThan(7);
  if (days >= 10) expect(ticks.every((tick) => (tick + offset) % day === 0)).toBe(true);
  expect(ticks.every((tick) => shareOf(stops, tick)! < 0.93)).toBe(true);
});

it("places a moment between both ends", () => {
  const stops = stopsOf(now - 30 * day, now);
  expect(shareOf(stops, stops.start)).toBe(0);
  expect(shareOf(stops, now - 60 * day)).toBeNull();
});
