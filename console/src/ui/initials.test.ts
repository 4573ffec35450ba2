import { expect, it } from "vitest";
import { initials } from "./initials";

it.each([
  ["Jane Doe", "JD"],
  ["Ada", "A"],
  ["jane.van.der.berg@example.com", "JB"],
  ["Zoë  O'Neil", "ZO"],
  ["李 小龍", "李小"],
  ["\u202e!!", "?"],
  ["", "?"],
])("%j is %s", (name, expected) => {
  expect(initials(name)).toBe(expected);
});
