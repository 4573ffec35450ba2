import { describe, expect, it } from "vitest";
import { unknownValues } from "./unknown-values";

const named = (...values: string[]) => values.map((value) => ({ value, aliases: [] as string[] }));
const recorded = { type: named("deployment"), source: named("BE"), subject: [{ value: "PRODUCTION", aliases: ["live"] }], severity: [] };

describe("an empty list", () => {
  it.each([
    ["subject:production", ["subject:PRODUCTION"]],
    ["type:deployement source:be", ["type:deployment", "source:BE"]],
    ["source:zzzzzz", [null]],
    ["subject:live subject:all-of-europe source:BE", []],
    ['-source:x source:b* version:9 severity>=LOW text subject:""', []],
  ])("knows the values that %j misses", (q, instead) => {
    expect(unknownValues(q, recorded, ["all-of-europe"]).map((one) => one.instead)).toEqual(instead);
  });
});
