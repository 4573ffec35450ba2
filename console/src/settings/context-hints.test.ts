import { describe, expect, it } from "vitest";
import { insertName, mentions, unexplained } from "./context-hints";

describe("names that a context mentions", () => {
  it.each([
    ["BE serves both brands", "BE"],
    ["both are served by be.", "BE"],
    ["`PRODUCTION` is live", "production"],
    ["see //github.com/acme/billing, please", "//github.com/acme/billing"],
    ["the C++ (native) worker", "C++ (native)"],
    ["run by payments-worker-2 alone", "payments-worker-2"],
    ["odd: a{1}|b[c]\\d^$", "a{1}|b[c]\\d^$"],
    ["BE/FE", "FE"],
    ["Zażółć: the payroll", "zażółć"],
  ])("finds in %j the name %j", (text, name) => {
    expect(mentions(text, name)).toBe(true);
  });

  it.each([
    ["to be or BEFORE", "BEF"],
    ["BEFORE the release", "BE"],
    ["PRODUCTION-EU is live", "PRODUCTION"],
    ["PRE-PRODUCTION is live", "PRODUCTION"],
    ["version 1.2.3", "1.2"],
    ["db_migration", "db"],
    ["żBE", "BE"],
    ["", "BE"],
  ])("does not find in %j the name %j", (text, name) => {
    expect(mentions(text, name)).toBe(false);
  });

  it("lists those that are left, in their order", () => {
    expect(unexplained("BE and the DB", ["FE", "BE", "billing", "DB"])).toEqual(["FE", "billing"]);
  });
});

describe("inserting a name", () => {
  it("goes below the line of the cursor", () => {
    const text = "## Systems\n\n## People";
    expect(insertName(text, 3, "BE")).toEqual({ text: "## Systems\n- `BE`: \n\n## People", cursor: 19 });
  });

  it("begins an empty text", () => {
    expect(insertName("", 0, "BE")).toEqual({ text: "- `BE`: ", cursor: 8 });
  });

  it("makes the name count as mentioned", () => {
    expect(mentions(insertName("x", 0, "//github.com/acme/a.b").text, "//github.com/acme/a.b")).toBe(true);
  });
});
