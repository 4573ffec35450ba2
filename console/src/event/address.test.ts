import { expect, it } from "vitest";
import { eventAddress, readEventAddress } from "./address";

it.each([
  ["run-4711", "BE"],
  ["a/b?c#d %", "urn:x y"],
  [".", "BE"],
  ["..", "BE"],
  ["-", "BE"],
  ["048a2cf9", null],
])("the address of %s of %s leads to it", (id, source) => {
  const address = new URL(eventAddress(id, source), "https://example.com");
  expect(readEventAddress(address.pathname, address.searchParams)).toEqual({ id, source });
});

it("takes what cannot be decoded as it is", () => {
  expect(readEventAddress("/events/50%", new URLSearchParams()).id).toBe("50%");
});
