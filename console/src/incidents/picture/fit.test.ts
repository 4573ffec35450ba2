import { expect, it } from "vitest";
import { fit } from "./fit";

const measure = (text: string) => text.length * 10;

it("a text that fits stays whole", () => {
  expect(fit("checkout", 80, measure)).toBe("checkout");
});

it("is cut at its end or in its middle", () => {
  expect(fit("checkout-service", 80, measure)).toBe("checkou…");
  expect(fit("checkout-service", 80, measure, "middle")).toBe("ch…rvice");
});

it("is left out rather than shown as a single letter", () => {
  expect(fit("checkout", 20, measure)).toBe("");
});

it("no character is cut apart", () => {
  expect(fit("👩‍👩‍👧‍👧👩‍👩‍👧‍👧abcdefghij", 300, measure)).toBe("👩‍👩‍👧‍👧👩‍👩‍👧‍👧abcdefg…");
});
