import { expect, it } from "vitest";
import { errorAt, parseValidationErrors } from "./validation-errors";

const text =
  [
    'timeZone: "Mars" is unknown. Use an IANA name such as Europe/Warsaw',
    'ladders[0][1]: "DEV" appears twice. Put a subject on one ladder only, once',
    "businessHours.from: is required. Send HH:mm, such as 09:00",
    "businessHours.to: must be after from",
  ].join("; ") + ".";

it("parses errors by field", () => {
  expect(parseValidationErrors(text)).toEqual([
    { field: "timeZone", message: '"Mars" is unknown. Use an IANA name such as Europe/Warsaw' },
    { field: "ladders[0][1]", message: '"DEV" appears twice. Put a subject on one ladder only, once' },
    { field: "businessHours.from", message: "is required. Send HH:mm, such as 09:00" },
    { field: "businessHours.to", message: "must be after from" },
  ]);
});

it("keeps a semicolon inside a message", () => {
  expect(parseValidationErrors('name: "a; b" is wrong; retentionDays: must be less; "color": is unknown. Use name.')).toEqual([
    { field: "name", message: '"a; b" is wrong' },
    { field: "retentionDays", message: "must be less" },
    { field: '"color"', message: "is unknown. Use name" },
  ]);
});

it("keeps a sentence without a field", () => {
  expect(parseValidationErrors("The settings were changed meanwhile.")).toEqual([
    { field: "", message: "The settings were changed meanwhile" },
  ]);
});

it("finds the message of a field, and of its nested fields", () => {
  const errors = parseValidationErrors(text);
  expect(errorAt(errors, "businessHours.to")).toBe("Must be after from.");
  expect(errorAt(errors, "businessHours", true)).toBe("Is required. Send HH:mm, such as 09:00. Must be after from.");
  expect(errorAt(errors, "ladders")).toBeUndefined();
  expect(errorAt(errors, "name")).toBeUndefined();
});
