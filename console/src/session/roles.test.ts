import { expect, it } from "vitest";
import { isAtLeast, roleWords } from "./roles";

it.each([
  ["OWNER", "ADMIN", true],
  ["ADMIN", "ADMIN", true],
  ["MEMBER", "ADMIN", false],
  ["VIEWER", "VIEWER", true],
  ["AUDITOR", "VIEWER", false],
  [undefined, "VIEWER", false],
] as const)("%s is at least %s: %s", (role, least, is) => {
  expect(isAtLeast(role, least)).toBe(is);
});

it("describes a role, and shows an unknown one by name", () => {
  expect(roleWords("MEMBER").label).toBe("Member");
  expect(roleWords("AUDITOR").label).toBe("AUDITOR");
});
