import { describe, expect, it } from "vitest";
import { type Move, movesOf, stepsBetween, staysOf } from "./stays";

const hour = (n: number) => `2026-11-30T${String(n).padStart(2, "0")}:00:00.000Z`;

const move = (subject: string, at: number, version: string | null, isRollback = false): Move => ({
  id: `${subject}-${at}`,
  subject,
  time: hour(at),
  version,
  isRollback,
});

const stays = (moves: readonly Move[], knownFrom = "") =>
  staysOf(moves, "2", knownFrom).map(({ subject, from, until, replacedBy, isEndKnown }) =>
    [subject, from.slice(11, 13), until?.slice(11, 13) ?? "now", replacedBy ?? "?", isEndKnown ? "" : "or earlier"].join(" ").trim(),
  );

describe("where a version ran", () => {
  it("lasts until another version arrives", () => {
    expect(stays([move("DEV", 1, "2"), move("PROD", 2, "2"), move("DEV", 3, "3")])).toEqual(["DEV 01 03 3", "PROD 02 now ?"]);
  });

  it("is one stay when it is deployed again", () => {
    expect(stays([move("DEV", 1, "2"), move("DEV", 2, "2"), move("DEV", 3, "3")])).toEqual(["DEV 01 03 3"]);
  });

  it("ends by a rollback and begins again by one", () => {
    expect(stays([move("P", 1, "2"), move("P", 2, null, true)])).toEqual(["P 01 02 ?"]);
    expect(stays([move("P", 1, "2"), move("P", 2, "3"), move("P", 3, null, true)])).toEqual(["P 01 02 3", "P 03 now ?"]);
    expect(stays([move("P", 1, "2"), move("P", 2, "3"), move("P", 3, "4"), move("P", 4, "2", true)])).toEqual(["P 01 02 3", "P 04 now ?"]);
    expect(stays([move("P", 1, "2"), move("P", 2, "1", true), move("P", 3, null, true)])).toEqual(["P 01 02 1"]);
  });

  it("has an uncertain end when moves before it are missing", () => {
    expect(stays([move("P", 1, "2"), move("P", 9, "3")], hour(5))).toEqual(["P 01 09 3 or earlier"]);
    expect(stays([move("P", 6, "2"), move("P", 9, "3")], hour(5))).toEqual(["P 06 09 3"]);
  });
});

it("takes only moves, oldest first, each once", () => {
  const event = (id: string, at: number, opstrails: object) => ({ id, time: hour(at), subject: "P", version: "2", opstrails }) as never;
  const moves = movesOf([
    event("b", 2, { moves: true, kind: "rollback" }),
    event("a", 1, { moves: true, kind: "deployment" }),
    event("a", 1, { moves: true, kind: "deployment" }),
    event("c", 3, { moves: false }),
  ]);
  expect(moves.map(({ id, isRollback }) => [id, isRollback])).toEqual([
    ["a", false],
    ["b", true],
  ]);
});

it("counts from the nearest stage before that had it", () => {
  const columns = ["DEV", "QA", "PROD"].map((subject, position) => ({ subject, ladder: "", position }));
  const steps = stepsBetween(staysOf([move("DEV", 1, "2"), move("PROD", 5, "2")], "2"), columns);
  expect([...steps]).toEqual([["PROD", { from: "DEV", span: 4 * 3_600_000 }]]);
});
