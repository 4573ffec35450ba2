import { expect, it } from "vitest";
import { isChanged, toForm, toWire } from "./form";

const settings = {
  name: "Acme",
  ladders: [["DEV", "PRODUCTION"]],
  timeZone: "Europe/Warsaw",
  businessHours: { days: ["mon", "fri"], from: "09:00", to: "17:00" },
  retentionDays: 400,
};

it("round-trips unchanged settings", () => {
  expect(toWire(toForm(settings), settings)).toEqual(settings);
  expect(isChanged(toForm(settings), settings)).toBe(false);
});

it("keeps members that it doesn't edit", () => {
  const stored = { ...settings, types: { "go-live": "deployment.finished" }, ofLater: [1] };
  const form = toForm(stored);
  expect(toWire({ ...form, name: "Contoso" }, stored)).toEqual({ ...stored, name: "Contoso" });
  expect(isChanged(form, stored)).toBe(false);
});

it("sends null to keep events forever, and keeps the number of days", () => {
  const form = toForm(settings);
  const forever = { ...form, retention: { ...form.retention, limited: false } };
  expect(toWire(forever, settings).retentionDays).toBeNull();
  expect(forever.retention.days).toBe("400");
  expect(isChanged(forever, settings)).toBe(true);
});

it("sends invalid days for the server to reject", () => {
  expect(toWire({ ...toForm(settings), retention: { limited: true, days: "a year" } }, settings).retentionDays).toBe("a year");
  expect(toWire({ ...toForm(settings), retention: { limited: true, days: "" } }, settings).retentionDays).toBe("");
});

it("ignores an empty row as a change", () => {
  expect(isChanged({ ...toForm(settings), ladders: [["DEV", "PRODUCTION", ""], [""]] }, settings)).toBe(false);
});
