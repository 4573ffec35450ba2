import { describe, expect, it } from "vitest";
import { dayInWords, dayOf } from "./days";

const today = dayOf(Date.parse("2026-11-30T14:00:00Z"), "utc");

describe("days", () => {
  it.each([
    ["2026-11-30T00:00:00Z", "Today, Mon 30 Nov"],
    ["2026-11-29T23:59:59.999Z", "Yesterday, Sun 29 Nov"],
    ["2026-11-28T12:00:00Z", "Sat 28 Nov"],
    ["2025-12-31T12:00:00Z", "Wed 31 Dec 2025"],
    ["2026-12-01T12:00:00Z", "Tue 1 Dec"],
  ])("name %s as %s", (at, name) => {
    expect(dayInWords(dayOf(Date.parse(at), "utc"), today)).toBe(name);
  });
});
