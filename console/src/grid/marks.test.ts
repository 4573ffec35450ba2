import { describe, expect, it } from "vitest";
import { marksOfDiffs, ownMarks, stepsOf } from "./marks";
import type { Cell, Column, Diff } from "../cell/shape";

const at = "2026-11-23T09:30:00.000Z";
const event = (id: string, time: string, type = "deployment") => ({ id, time, type, severity: null, version: "1.0" });
const cell = (versionEvent: Cell["versionEvent"], lastEvent: Cell["lastEvent"]): Cell => ({
  subject: "PRODUCTION",
  version: "1.0",
  versionEvent,
  lastEvent,
  firstSeen: "2026-10-01T00:00:00.000Z",
  last24h: 0,
});
const kinds = (marks: readonly { kind: string }[] | undefined) => (marks ?? []).map((mark) => mark.kind);

describe("marks of a cell", () => {
  it.each([
    ["2026-11-23T08:30:00.001Z", ["changed"]],
    ["2026-11-23T08:30:00.000Z", []],
  ])("changed in the last hour: %s", (time, expected) => {
    expect(kinds(ownMarks(cell(null, event("e", time)), at))).toEqual(expected);
  });

  it.each([
    ["rollback", ["rolledBack"]],
    ["com.example.Rollback", ["rolledBack"]],
    ["rollback.planned", []],
    ["deployment", []],
  ])("marks a version set by %s", (type, expected) => {
    expect(kinds(ownMarks(cell(event("e", "2026-11-01T00:00:00.000Z", type), null), at))).toEqual(expected);
  });
});

const column = (subject: string, next: string | null): Column => ({ subject, ladder: "", position: 0, next });

it("compares each environment with the one it leads to", () => {
  expect(stepsOf([column("DEV", "QA"), column("QA", "PRODUCTION"), column("PRODUCTION", null)])).toEqual([
    { from: "DEV", to: "QA" },
    { from: "QA", to: "PRODUCTION" },
  ]);
});

const proof = { subject: "PRODUCTION", id: "hotfix", time: at, type: "deployment", version: "2.0" };
function diff(from: string, state: string, ...findings: string[]): Diff {
  const version = { version: "2.0", versionEvent: null };
  const sources = [{ source: "BE", state, from: version, to: version, findings: findings.map((kind) => ({ kind, events: [proof] })) }];
  return { from: { subject: from, at }, to: { subject: "PRODUCTION", at }, sources };
}
const place = '["BE","PRODUCTION"]';

describe("marks from comparing", () => {
  it("lags behind when the previous environment is ahead", () => {
    expect(marksOfDiffs([diff("STAGING", "ahead", "ahead")]).get(place)).toEqual([
      { kind: "behind", says: "lags behind STAGING, which has 2.0", events: [proof] },
    ]);
  });

  it.each(["same", "behind", "onlyHere", "onlyThere", "unknown"])("has no mark for %s", (state) => {
    expect(kinds(marksOfDiffs([diff("STAGING", state, state)]).get(place))).toEqual([]);
  });

  it("skipped a stage, with evidence", () => {
    expect(marksOfDiffs([diff("STAGING", "same", "same", "reachedWithoutStage")]).get(place)).toEqual([
      { kind: "skipped", says: "skipped STAGING", events: [proof] },
    ]);
  });

  it("skipped no stage when one of two previous environments had the version", () => {
    expect(kinds(marksOfDiffs([diff("QA1", "same", "reachedWithoutStage"), diff("QA2", "same", "same")]).get(place))).toEqual([]);
  });

  it("skipped the stage when neither previous environment had it", () => {
    expect(
      marksOfDiffs([diff("QA1", "same", "reachedWithoutStage"), diff("QA2", "same", "reachedWithoutStage")]).get(place)?.[0]?.says,
    ).toBe("skipped QA1 and QA2");
  });
});
