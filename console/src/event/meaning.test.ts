import { expect, it } from "vitest";
import { meaningInWords } from "./meaning";

it.each([
  ["deployment", "finished", "succeeded", "deployment, finished"],
  ["deployment", "finished", "unknown", "deployment, finished"],
  ["deployment", "finished", "failed", "deployment, failed"],
  ["rollback", "started", "unknown", "rollback, started"],
  ["incident", "opened", "failed", "incident, opened"],
  ["incident", "resolved", "cancelled", "incident, resolved, cancelled"],
  ["configChange", null, "unknown", "config change"],
  ["other", null, "unknown", "other"],
  ["ofLater", null, "cancelled", "ofLater, cancelled"],
])("describes %s, %s, %s", (kind, phase, outcome, words) => {
  expect(meaningInWords({ kind, phase, outcome })).toBe(words);
});
