import { describe, expect, it } from "vitest";
import { hasCondition, readTokens, toggleCondition, withoutField, withoutToken, writeCondition } from "./query-text";

describe("query text", () => {
  it("is split at spaces outside quotes", () => {
    const tokens = readTokens('type:deployment  -source:"my db" severity>=MAJOR "free text" word');

    expect(tokens.map(({ field, operator, value, negated }) => [field, operator, value, negated])).toEqual([
      ["type", ":", "deployment", false],
      ["source", ":", "my db", true],
      ["severity", ">=", "MAJOR", false],
      [null, null, "free text", false],
      [null, null, "word", false],
    ]);
  });

  it("round-trips a condition", () => {
    for (const value of ["BE", "", "two words", 'a "quote"', "back\\slash x", "a:b", "-minus", "//github.com/a/b", "zażółć"]) {
      const [token, ...rest] = readTokens(writeCondition("source", value, true));

      expect([token?.field, token?.value, token?.negated, rest.length]).toEqual(["source", value, true, 0]);
    }
  });

  it("accepts an unfinished quote", () => {
    expect(readTokens('type:"deploy ment').map((token) => token.value)).toEqual(["deploy ment"]);
  });

  it("reads a lone minus and an unknown field as text", () => {
    expect(readTokens("- colour:red").map((token) => [token.field, token.value])).toEqual([
      [null, "-"],
      [null, "colour:red"],
    ]);
  });

  it("toggles a condition on and off", () => {
    const on = toggleCondition("word", "subject", "PROD");

    expect(on).toBe("word subject:PROD");
    expect(toggleCondition(on, "subject", "PROD")).toBe("word");
  });

  it("doesn't include and exclude the same value", () => {
    expect(toggleCondition("type:a type:b", "type", "a", true)).toBe("type:b -type:a");
  });

  it("removes only one of two equal tokens", () => {
    const line = "a b a";

    expect(withoutToken(line, readTokens(line)[2]!)).toBe("a b");
  });

  it("removes a field with its comparisons and exclusions", () => {
    expect(withoutField("severity>=MAJOR -severity:LOW type:a", "severity")).toBe("type:a");
    expect(withoutField("type:a", "severity")).toBeNull();
  });

  it("distinguishes a condition from its exclusion", () => {
    expect(hasCondition("-type:a", "type", "a")).toBe(false);
    expect(hasCondition('type:""', "type", "")).toBe(true);
  });
});
