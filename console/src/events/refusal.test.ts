import { expect, it } from "vitest";
import { ApiFailure } from "../api/client";
import { describeRejection, isMisunderstood } from "./refusal";

const rejection = (message: string) => new ApiFailure(message, "VALIDATION_ERROR", 400);

it("recognizes errors of the query and of its time range", () => {
  expect(isMisunderstood(rejection("limit: must be a number; q: empty text (column 1). Put something between the quotes."))).toBe(true);
  expect(isMisunderstood(rejection("limit: must be a number."))).toBe(false);
});

it("describes errors as sentences", () => {
  expect(describeRejection(rejection('q: unknown field "foo" (column 1). Use type or source; from: "x" is not a valid time.'))).toBe(
    'Unknown field "foo" (column 1). Use type or source. from: "x" is not a valid time.',
  );
});
