import { expect, it } from "vitest";
import { faultAt, faultsOf } from "./faults";

const sentence = [
  "timeZone: 'Mars' is not known, send an IANA name such as Europe/Warsaw",
  "ladders[0][1]: 'DEV' is there twice",
  "businessHours.to: must be after from",
].join("; ");

it("takes a refusal apart by its fields", () => {
  expect(faultsOf(sentence)).toEqual([
    { field: "timeZone", message: "'Mars' is not known, send an IANA name such as Europe/Warsaw" },
    { field: "ladders[0][1]", message: "'DEV' is there twice" },
    { field: "businessHours.to", message: "must be after from" },
  ]);
});

it("keeps a semicolon that belongs to a message", () => {
  expect(faultsOf("name: 'a; b' is wrong; retentionDays: must be less; 'color': is not known here")).toEqual([
    { field: "name", message: "'a; b' is wrong" },
    { field: "retentionDays", message: "must be less" },
    { field: "'color'", message: "is not known here" },
  ]);
});

it("keeps a sentence without a field", () => {
  expect(faultsOf("The settings were changed meanwhile.")).toEqual([{ field: "", message: "The settings were changed meanwhile." }]);
});

it("finds what to say at a field, and at one that stands for all that is inside", () => {
  const faults = faultsOf(sentence);
  expect(faultAt(faults, "businessHours.to")).toBe("Must be after from.");
  expect(faultAt(faults, "businessHours", true)).toBe("Must be after from.");
  expect(faultAt(faults, "ladders")).toBeUndefined();
  expect(faultAt(faults, "name")).toBeUndefined();
});
