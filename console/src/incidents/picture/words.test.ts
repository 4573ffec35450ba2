import { expect, it } from "vitest";
import type { Incident } from "../suspicion";
import type { Change } from "./changes";
import { changeInWords, verbOf } from "./words";

const incident = { opened: "2026-11-27T14:40:33Z" } as Incident;

const change = (more: Partial<Change>, version: string | null = "1.98.0") =>
  ({
    kind: "deployment",
    phase: null,
    outcome: "unknown",
    moves: true,
    at: Date.parse("2026-11-27T14:15:10Z"),
    place: { source: "//github.com/acme/checkout", subject: "PROD" },
    event: { type: "deployment", version, severity: "MAJOR", data: null },
    strength: null,
    isFirst: false,
    ...more,
  }) as Change;

it.each([
  [change({}), "deployed"],
  [change({ phase: "started" }), "deployment started"],
  [change({ phase: "finished", outcome: "failed" }), "deployment failed"],
  [change({ kind: "featureFlag" }), "feature flag"],
  [change({ kind: "incident", phase: "opened" }), "incident opened"],
  [change({ kind: "other" }), "deployment"],
])("%# says what it did: %2$s", (one, verb) => {
  expect(verbOf(one)).toBe(verb);
});

it("is one sentence for screen readers", () => {
  expect(changeInWords(change({ isFirst: true, strength: "strong" }), incident, "utc")).toBe(
    "14:15:10, checkout in PROD, deployed 1.98.0, MAJOR, 25 min before, first suspect",
  );
  expect(changeInWords(change({ kind: "rollback", at: Date.parse("2026-11-27T15:01:48Z") }, null), incident, "utc", "1.97.2")).toBe(
    "15:01:48, checkout in PROD, rolled back to 1.97.2, MAJOR, 21 min after",
  );
  expect(changeInWords(change({ kind: "rollback" }, null), incident, "utc")).toContain("rolled back, MAJOR");
});
