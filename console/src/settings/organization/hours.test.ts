import { expect, it } from "vitest";
import { toForm, toggleDay, toWire } from "./hours";

it("round-trips hours", () => {
  const hours = { days: ["mon", "sat"], from: "08:30", to: "12:00" };
  expect(toWire(toForm(hours))).toEqual(hours);
});

it("sends null for no hours, and suggests a working week", () => {
  const form = toForm(null);
  expect(toWire(form)).toBeNull();
  expect(toWire({ ...form, set: true })).toEqual({ days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "17:00" });
});

it("sends days in week order", () => {
  const form = { ...toForm(null), set: true, days: [] };
  expect(toWire(toggleDay(toggleDay(form, "sun"), "mon"))?.days).toEqual(["mon", "sun"]);
  expect(toggleDay(toggleDay(form, "sun"), "sun").days).toEqual([]);
});

it("sends minutes only", () => {
  expect(toWire({ set: true, days: ["mon"], from: "09:00:00", to: "17:30:00" })).toEqual({ days: ["mon"], from: "09:00", to: "17:30" });
});
