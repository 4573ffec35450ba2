import { expect, it } from "vitest";
import { bytesOf, maxBytes, template, withTemplate } from "./text";

it("counts bytes of UTF-8, as the server does", () => {
  expect(bytesOf("aż€😀")).toBe(1 + 2 + 3 + 4);
});

it("puts the template below what is there and loses nothing of it", () => {
  expect(withTemplate("  \n")).toBe(template);
  expect(withTemplate("# Ours\n\n")).toBe(`# Ours\n\n${template}`);
  expect(bytesOf(template)).toBeLessThan(maxBytes / 8);
});
