import { expect, it } from "vitest";
import { eventAddress, readEventAddress } from "./address";

it.each([
  ["run-4711", "BE"],
  ["a/b?c#d %", "urn:x y"],
  [".", "BE"],
  ["..", "BE"],
  ["-", "BE"],
  ["048a2cf9", null],
])("round-trips the address of %s of %s", (id, source) => {
  const address = new URL(eventAddress(id, source), "https://example.com");
  expect(readEventAddress(address.pathname, address.searchParams)).toEqual({ id, source });
});

it("keeps what can't be decoded", () => {
  expect(readEventAddress("/events/50%", new URLSearchParams()).id).toBe("50%");
});
