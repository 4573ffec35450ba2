import { expect, it } from "vitest";
import type { Incident } from "../suspicion";
import { renewed } from "./load";

const named = (...refs: string[]) => refs.map((ref) => ({ ref }) as Incident);
const refs = (incidents: readonly Incident[]) => incidents.map((one) => one.ref).join("");

it("a first page read again keeps the pages after it, each incident once", () => {
  expect(refs(renewed(named("x", "a", "b"), named("a", "b", "c", "d", "e"), 3))).toBe("xabde");
  expect(refs(renewed(named("d", "a"), named("a", "b", "c", "d"), 2))).toBe("dac");
  expect(refs(renewed([], named("a"), 1))).toBe("");
});
