import { expect, it } from "vitest";
import { isChanged, toForm, toWire } from "./form";

const settings = {
  name: "Acme",
  ladders: [["DEV", "PRODUCTION"]],
  timeZone: "Europe/Warsaw",
  businessHours: { days: ["mon", "fri"], from: "09:00", to: "17:00" },
  retentionDays: 400,
};

it("sends back what came when nothing was changed", () => {
  expect(toWire(toForm(settings))).toEqual(settings);
  expect(isChanged(toForm(settings), settings)).toBe(false);
});

it("keeps for ever by null, and remembers the days that were there", () => {
  const form = toForm(settings);
  const forever = { ...form, retention: { ...form.retention, limited: false } };
  expect(toWire(forever).retentionDays).toBeNull();
  expect(forever.retention.days).toBe("400");
  expect(isChanged(forever, settings)).toBe(true);
});

it("leaves it to the server to refuse days that are no number", () => {
  expect(toWire({ ...toForm(settings), retention: { limited: true, days: "a year" } }).retentionDays).toBe("a year");
  expect(toWire({ ...toForm(settings), retention: { limited: true, days: "" } }).retentionDays).toBe("");
});

it("does not call an empty row a change", () => {
  expect(isChanged({ ...toForm(settings), ladders: [["DEV", "PRODUCTION", ""], [""]] }, settings)).toBe(false);
});
