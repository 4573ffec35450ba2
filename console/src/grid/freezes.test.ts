import { describe, expect, it } from "vitest";
import type { Freeze } from "../cell/shape";
import { freezeInWords, freezesIn } from "./freezes";

const at = "2026-12-23T09:30:00.000Z";
const freeze: Freeze = {
  subject: "PRODUCTION",
  source: "CI",
  kind: "freeze",
  from: "2026-12-23T08:00:00.000Z",
  until: "2026-12-23T18:00:00.000Z",
  active: true,
  description: "Year-end",
  ref: "0123456789",
};
const planned = { ...freeze, active: false, from: "2026-12-24T16:00:00.000Z", until: "2026-12-27T06:00:00.000Z" };

describe("a freeze in words", () => {
  it.each<[Freeze, string]>([
    [freeze, "Freeze in PRODUCTION until 18:00: Year-end (CI)"],
    [{ ...freeze, kind: "maintenance", description: null }, "Maintenance in PRODUCTION until 18:00 (CI)"],
    [{ ...freeze, subject: null, until: "2027-01-04T07:00:00.000Z" }, "Freeze in all environments until 2027-01-04 07:00: Year-end (CI)"],
    [planned, "Freeze planned for PRODUCTION from 2026-12-24 16:00 to 2026-12-27 06:00: Year-end (CI)"],
    [
      { ...planned, subject: null, until: "2026-12-24T20:00:00.000Z" },
      "Freeze planned for all environments from 2026-12-24 16:00 to 20:00: Year-end (CI)",
    ],
  ])("%j", (one, says) => {
    expect(freezeInWords(one, at, "utc")).toBe(says);
  });
});

describe("the freezes of an environment", () => {
  const everywhere = { ...freeze, subject: null };

  it.each<[string | null, Freeze[]]>([
    ["PRODUCTION", [freeze, everywhere]],
    ["STAGING", [everywhere]],
    [null, []],
  ])("%s: active ones", (subject, expected) => {
    expect(freezesIn(subject, [freeze, everywhere, planned])).toEqual(expected);
  });
});
