import { expect, it } from "vitest";
import { age } from "./age";

it.each([
  ["2026-11-23T09:29:50.000Z", "now"],
  ["2026-11-23T09:00:00.000Z", "30 min"],
  ["2026-11-22T09:30:00.000Z", "24 h"],
  ["2026-11-21T09:30:00.000Z", "2 d"],
  ["2026-07-01T09:30:00.000Z", "4 mo"],
  ["2023-11-23T09:30:00.000Z", "3 y"],
  ["2026-11-23T09:31:00.000Z", "ahead"],
])("formats the age of %s as %s", (time, told) => {
  expect(age(time, "2026-11-23T09:30:00.000Z")).toBe(told);
});
