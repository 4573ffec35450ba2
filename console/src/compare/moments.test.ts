import { expect, it } from "vitest";
import { fieldOf, momentOf } from "./moments";

it("reads back what it writes", () => {
  for (const zone of ["utc", "local"] as const) expect(momentOf(fieldOf("2026-11-29T10:00Z", zone), zone)).toBe("2026-11-29T10:00Z");
  expect(fieldOf("2026-11-29T10:00Z", "utc")).toBe("2026-11-29T10:00");
});

it("has no moment while the field is empty", () => {
  expect(momentOf("", "utc")).toBeNull();
  expect(fieldOf("-1d", "utc")).toBe("");
});
