import { expect, it } from "vitest";
import { whoDid } from "./who";

const keys = [{ id: "k1", name: "ci" }];
const people = new Map([
  ["p1", "Ada"],
  ["p2", "Bob"],
]);

it.each([
  ["setup-token", "the setup token"],
  ["first-start", "the first start"],
  ["key:k1", "key ci"],
  ["key:k2", "key k2"],
  ["person:p1", "you"],
  ["person:p2", "Bob"],
  ["person:p3", "a former member"],
  ["demo", "demo"],
])("shows %s as %s", (it, told) => {
  expect(whoDid(it, { me: "p1", keys, people })).toBe(told);
});

it("calls nobody a former member before the team is loaded", () => {
  expect(whoDid("person:p2", { me: "p1", people: null })).toBe("person p2");
});
