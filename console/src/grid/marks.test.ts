import { describe, expect, it } from "vitest";
import { type Mark, marksOfDiffs, ownMarks, stepsOf, withFewIncidents } from "./marks";
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

const attempt = (kind: string, version: string | null, time: string) => ({ kind, version, id: "run", time, type: "go" });
const own = (change: Partial<Cell>) => ownMarks({ ...cell(null, null), ...change }, at, "utc");

describe("marks of a cell", () => {
  it.each([
    ["2026-11-23T08:30:00.001Z", ["changed"]],
    ["2026-11-23T08:30:00.000Z", []],
  ])("new version in the last hour: %s", (time, expected) => {
    expect(kinds(own({ versionEvent: event("e", time) }))).toEqual(expected);
  });

  it("doesn't take another event for a new version", () => {
    expect(own({ lastEvent: event("e", at, "incident.resolved") })).toEqual([]);
  });

  it("shortens commits", () => {
    const commit = "0123456789abcdef0123456789abcdef01234567";
    expect(own({ failed: attempt("deployment", commit, at) })[0]!.says).toBe("0123456 failed to deploy, just now");
  });

  it("takes a rollback from the API, with the restored event as evidence", () => {
    const [by, restored] = [event("e", "2026-11-01T00:00:00.000Z", "undone"), event("r", "2026-10-01T00:00:00.000Z")];
    const [mark] = own({ versionEvent: by, restored, rolledBack: true });
    expect(mark).toMatchObject({ kind: "rolledBack", says: "rolled back" });
    expect(mark!.events.map((one) => one.id)).toEqual(["e", "r"]);
  });

  const incident = { ref: "0123456789", number: "INC-42", severity: "CRITICAL", state: "open", opened: at, description: null };

  it("has a mark for each open incident, and takes none for a new version", () => {
    const found = own({ incidents: [incident, { ...incident, ref: "other" }], lastEvent: event("e", at) });
    expect(found.map(({ kind, opening }) => [kind, opening])).toEqual([
      ["incident", "0123456789"],
      ["incident", "other"],
    ]);
  });

  it.each([[null], [[]]])("has no mark for incidents %s", (incidents) => {
    expect(kinds(own({ incidents, versionEvent: event("e", at) }))).toEqual(["changed"]);
  });

  it("reads nothing from the words of a type", () => {
    expect(kinds(own({ versionEvent: event("e", "2026-11-01T00:00:00.000Z", "rollback") }))).toEqual([]);
  });

  it.each([
    ["deployment", "1.1.0", "2026-11-23T09:04:30.000Z", "deploying 1.1.0 since 09:04"],
    ["deployment", null, "2026-11-23T09:04:30.000Z", "deploying since 09:04"],
    ["rollback", "1.0.0", "2026-11-22T23:50:00.000Z", "rolling back to 1.0.0 since 2026-11-22 23:50"],
    ["rollback", null, "2026-11-23T09:04:30.000Z", "rolling back since 09:04"],
    ["release", "2", "2026-11-23T09:04:30.000Z", "releasing 2 since 09:04"],
    ["other", "2", "2026-11-23T09:04:30.000Z", "deploying 2 since 09:04"],
  ])("describes a %s of %s in progress", (kind, version, time, says) => {
    const inProgress = attempt(kind, version, time);
    expect(own({ inProgress })).toEqual([{ kind: "deploying", says, events: [{ ...inProgress, subject: "PRODUCTION" }] }]);
  });

  it.each([
    ["deployment", "1.1.0", "2026-11-23T09:18:00.000Z", "1.1.0 failed to deploy, 12 min ago"],
    ["deployment", null, "2026-11-23T09:29:30.000Z", "deployment failed, just now"],
    ["rollback", "1.0.0", "2026-11-20T09:00:00.000Z", "rollback to 1.0.0 failed, 3 d ago"],
    ["rollback", null, "2026-11-23T09:18:00.000Z", "rollback failed, 12 min ago"],
    ["migration", "7", "2026-11-23T09:18:00.000Z", "7 failed to migrate, 12 min ago"],
    ["other", "1.1.0", "2026-11-23T09:18:00.000Z", "1.1.0 failed to deploy, 12 min ago"],
  ])("describes a failed %s of %s", (kind, version, time, says) => {
    const failed = attempt(kind, version, time);
    expect(own({ failed })).toEqual([{ kind: "failed", says, events: [{ ...failed, subject: "PRODUCTION" }] }]);
  });
});

describe("few incidents", () => {
  const mark = (kind: Mark["kind"], says: string): Mark => ({ kind, says, events: [] });
  const marks = [mark("incident", "a"), mark("incident", "b"), mark("incident", "c"), mark("behind", "d")];

  it.each([
    [1, ["a", "2 more open incidents", "d"]],
    [2, ["a", "b", "1 more open incident", "d"]],
    [3, ["a", "b", "c", "d"]],
  ])("keeps the newest %i", (count, says) => {
    expect(withFewIncidents(marks, count).map((one) => one.says)).toEqual(says);
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

  it("is ahead of a stage that the next release would downgrade it to", () => {
    expect(marksOfDiffs([diff("STAGING", "behind", "behind", "aheadOfStage")]).get(place)).toEqual([
      { kind: "ahead", says: "ahead of STAGING, which has 2.0: the next release would be a downgrade", events: [proof] },
    ]);
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
