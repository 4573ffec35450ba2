import { expect, it } from "vitest";
import { bytesOf, maxBytes, template, withTemplate } from "./text";

it("counts UTF-8 bytes like the server", () => {
  expect(bytesOf("aż€😀")).toBe(1 + 2 + 3 + 4);
});

it("appends the template and keeps the text", () => {
  expect(withTemplate("  \n")).toBe(template);
  expect(withTemplate("# Ours\n\n")).toBe(`# Ours\n\n${template}`);
  expect(bytesOf(template)).toBeLessThan(maxBytes / 8);
});
