import { describe, expect, it } from "vitest";
import { dayOf, exactTime, fieldTime, momentOfField, relativeTime, shortMoment } from "./when";

const now = Date.UTC(2026, 10, 23, 9, 30);
const second = 1000;

describe("time", () => {
  it.each([
    [0, "now"],
    [5 * second, "5 s ago"],
    [90 * second, "1 min ago"],
    [3600 * second, "1 h ago"],
    [47 * 3600 * second, "47 h ago"],
    [49 * 3600 * second, "2 d ago"],
    [-6 * second, "now"],
    [-12 * second, "in 12 s"],
    [-120 * second, "in 2 min"],
  ])("formats %d ms ago as %s", (past, told) => {
    expect(relativeTime(now - past, now)).toBe(told);
  });

  it("is exact to the millisecond and includes the zone", () => {
    expect(exactTime(now + 250, "utc")).toBe("2026-11-23 09:30:00.250 UTC");
    expect(exactTime(now, "local")).toMatch(/^2026-11-2[234] \d\d:\d\d:00\.000 [+-]\d\d:\d\d$/);
  });
});

it("writes days and moments in short", () => {
  expect(dayOf(now, now, "utc")).toBe("23 Nov");
  expect(dayOf(Date.UTC(2025, 0, 9), now, "utc")).toBe("9 Jan 2025");
  expect(shortMoment(now, now, "utc")).toBe("09:30");
  expect(shortMoment(now + 86_400_000, now, "utc")).toBe("24 Nov");
});

it.each(["utc", "local"] as const)("reads what it writes to a date-time field, %s", (zone) => {
  expect(momentOfField(fieldTime(now, zone), zone)).toBe(now);
  expect(momentOfField("", zone)).toBeNull();
});
