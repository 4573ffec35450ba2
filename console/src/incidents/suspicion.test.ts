import { describe, expect, it } from "vitest";
import { groupsOf, nearnessOf, type Ranked, reasonsOf, strengthOf } from "./suspicion";

const change = (score: number, place: number | null, more: Record<string, number> = {}, severity: string | null = null): Ranked =>
  ({
    score,
    minutesBefore: 25,
    event: { severity },
    factors: [{ name: "place", points: place }, ...Object.entries(more).map(([name, points]) => ({ name, points }))],
  }) as unknown as Ranked;

describe("strength", () => {
  it.each([
    [83, 35, "strong"],
    [75, 20, "strong"],
    [74, 35, "possible"],
    [50, 20, "possible"],
    [49, 35, "weak"],
    [90, 0, "weak"],
    [90, null, "weak"],
  ])("a score of %d with %s points for the place is %s", (score, place, strength) => {
    expect(strengthOf(change(score, place))).toBe(strength);
  });
});

it("groups by system, then environment, then the rest, in the order given", () => {
  const incident = { source: "A", subject: "P" };
  const suspects = [
    { id: 1, source: "B", subject: "Q" },
    { id: 2, source: "B", subject: "P" },
    { id: 3, source: "A", subject: "Q" },
    { id: 4, source: "A", subject: "P" },
  ].map((one) => ({ ...one, nearness: nearnessOf(one, incident) }));
  expect(groupsOf(suspects).map((group) => [group.nearness, ...group.suspects.map((one) => one.id)])).toEqual([
    ["system", 3, 4],
    ["environment", 2],
    ["elsewhere", 1],
  ]);
  expect(nearnessOf({ source: "B", subject: null }, { source: "A", subject: null })).toBe("environment");
});

it("names the factors that gave points, and only those", () => {
  expect(reasonsOf(change(83, 35, { newVersion: 10, outsideBusinessHours: 0 }, "MAJOR"))).toEqual([
    "25 min before",
    "first time here",
    "severity MAJOR",
  ]);
  expect(reasonsOf({ ...change(10, 0), minutesBefore: 120 }, { kind: "rollback", outcome: "failed", inFreeze: true })).toEqual([
    "2 h before",
    "failed",
    "rollback",
    "in a freeze",
  ]);
  expect(reasonsOf({ ...change(10, 0), minutesBefore: 0 })[0]).toBe("less than a minute before");
});
