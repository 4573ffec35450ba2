import { describe, expect, it } from "vitest";
import { apply, complete } from "./complete";
import { nearest } from "./near";

const named = (...values: string[]) => values.map((value) => ({ value, aliases: [] as string[] }));
const recorded = {
  type: named("deployment", "deployment.started", "rollback"),
  source: named("//github.com/acme/checkout-service", "BE", "card payments"),
  subject: [{ value: "PRODUCTION", aliases: ["live"] }, ...named("QA")],
  severity: named("LOW", "MINOR", "MAJOR", "CRITICAL"),
};
const labels = (line: string, caret = line.length) => complete(line, caret, recorded).suggestions.map((one) => one.label);

describe("completion", () => {
  it.each([
    ["", ["type:", "source:", "subject:", "severity:", "version:"]],
    ["sev", ["severity:", "severity>="]],
    ["-so", ["-source:"]],
    ["env", ["subject:"]],
    ["type:roll", ["rollback"]],
    ["type=ROLL", ["rollback"]],
    ["-type:dep", ["deployment", "deployment.started", "*dep*"]],
    ["subject:liv", ["PRODUCTION"]],
    ["severity>=m", ["MINOR", "MAJOR"]],
    ["source:checkout", ["//github.com/acme/checkout-service"]],
    ["source:nowhere", ["*nowhere*"]],
    ["checkout", ["source://github.com/acme/checkout-service"]],
    ["version:1", []],
    ["version>1", []],
    ['"free te', []],
    ["colour:r", []],
  ])("offers for %j", (line, expected) => {
    expect(labels(line)).toEqual(expected);
  });

  it("completes the word at the caret and keeps the rest", () => {
    const line = "type:dep subject:QA";
    const completion = complete(line, 8, recorded);

    expect(apply(line, completion, completion.suggestions[0]!)).toEqual({ line: "type:deployment subject:QA", caret: 16 });
    expect(apply("", complete("", 0, recorded), complete("", 0, recorded).suggestions[1]!)).toEqual({ line: "source:", caret: 7 });
  });

  it("quotes a value with spaces, also while it is typed in quotes", () => {
    const completion = complete('source:"card', 12, recorded);

    expect(apply('source:"card', completion, completion.suggestions[0]!).line).toBe('source:"card payments" ');
  });

  it("knows fields and operators before anything is loaded", () => {
    expect(complete("ty", 2, null).suggestions.map((one) => one.label)).toEqual(["type:"]);
  });
});

describe("did you mean", () => {
  it.each([
    ["production", "PRODUCTION"],
    ["prodution", "PRODUCTION"],
    ["prod", "PRODUCTION"],
    ["chekout-service", "//github.com/acme/checkout-service"],
    ["zzz", null],
    ["", null],
  ])("%j: %j", (asked, name) => {
    expect(nearest(asked, ["QA", "PRODUCTION", "STAGING", "//github.com/acme/checkout-service"])).toBe(name);
  });
});
