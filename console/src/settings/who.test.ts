import { expect, it } from "vitest";
import { whoDid } from "./who";

it.each([
  ["setup-token", "the setup token"],
  ["first-start", "the first start"],
  ["key:k1", "key ci"],
  ["key:k2", "key k2"],
  ["person:p1", "you"],
  ["person:p2", "person p2"],
  ["demo", "demo"],
])("tells %s as %s", (it, told) => {
  expect(whoDid(it, { me: "p1", keys: [{ id: "k1", name: "ci" }] })).toBe(told);
});
