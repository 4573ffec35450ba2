import { expect, it } from "vitest";
import { tokenOf } from "./token";

it.each([
  ["http://localhost:7071/sign-in#AbCdEfGhIjKlMnOpQr_-1", "AbCdEfGhIjKlMnOpQr_-1"],
  ["  AbCdEfGhIjKlMnOpQr  ", "AbCdEfGhIjKlMnOpQr"],
  ["http://localhost:7071/sign-in", null],
  ["", null],
])("of %s is %s", (text, token) => {
  expect(tokenOf(text)).toBe(token);
});
