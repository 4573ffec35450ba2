import { expect, it } from "vitest";
import { outsideHours } from "./hours";

const hours = { days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "18:00" };
const span = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
const shown = (from: string, to: string, zone: string) =>
  outsideHours(span(from, to), hours, zone).map((one) => [one.from, one.to].map((at) => new Date(at).toISOString().slice(5, 16)));

it("shades the evening, in the zone of the organization", () => {
  expect(shown("2026-11-27T12:00Z", "2026-11-27T18:00Z", "Europe/Berlin")).toEqual([["11-27T17:00", "11-27T18:00"]]);
  expect(shown("2026-11-27T12:00Z", "2026-11-27T17:00Z", "UTC")).toEqual([]);
});

it("a weekend is one part, from Friday evening to Monday morning", () => {
  expect(shown("2026-11-27T12:00Z", "2026-11-30T12:00Z", "UTC")).toEqual([["11-27T18:00", "11-30T08:00"]]);
});

it("follows the clocks when they change", () => {
  // Europe/Berlin goes back on Sunday 25 October 2026: Friday ends at 16:00 UTC, Monday begins at 07:00 UTC.
  expect(shown("2026-10-23T12:00Z", "2026-10-26T12:00Z", "Europe/Berlin")).toEqual([["10-23T16:00", "10-26T07:00"]]);
});

it("shades nothing without hours, in an unknown zone and over a long span", () => {
  expect(outsideHours(span("2026-11-27T00:00Z", "2026-11-27T12:00Z"), null, "UTC")).toEqual([]);
  expect(shown("2026-11-27T00:00Z", "2026-11-27T12:00Z", "Nowhere/At-all")).toEqual([]);
  expect(shown("2026-01-01T00:00Z", "2026-11-27T12:00Z", "UTC")).toEqual([]);
});
