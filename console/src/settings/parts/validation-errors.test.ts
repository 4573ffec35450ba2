import { expect, it } from "vitest";
import { errorAt, parseValidationErrors } from "./validation-errors";

const sentence = [
  "timeZone: 'Mars' is not known, send an IANA name such as Europe/Warsaw",
  "ladders[0][1]: 'DEV' is there twice",
  "businessHours.to: must be after from",
].join("; ");

it("parses errors by field", () => {
  expect(parseValidationErrors(sentence)).toEqual([
    { field: "timeZone", message: "'Mars' is not known, send an IANA name such as Europe/Warsaw" },
    { field: "ladders[0][1]", message: "'DEV' is there twice" },
    { field: "businessHours.to", message: "must be after from" },
  ]);
});

it("keeps a semicolon inside a message", () => {
  expect(parseValidationErrors("name: 'a; b' is wrong; retentionDays: must be less; 'color': is not known here")).toEqual([
    { field: "name", message: "'a; b' is wrong" },
    { field: "retentionDays", message: "must be less" },
    { field: "'color'", message: "is not known here" },
  ]);
});

it("keeps a sentence without a field", () => {
  expect(parseValidationErrors("The settings were changed meanwhile.")).toEqual([
    { field: "", message: "The settings were changed meanwhile." },
  ]);
});

it("finds the message of a field, and of its nested fields", () => {
  const errors = parseValidationErrors(sentence);
  expect(errorAt(errors, "businessHours.to")).toBe("Must be after from.");
  expect(errorAt(errors, "businessHours", true)).toBe("Must be after from.");
  expect(errorAt(errors, "ladders")).toBeUndefined();
  expect(errorAt(errors, "name")).toBeUndefined();
});
