import { describe, expect, it } from "vitest";
import { hasCondition, readTokens, toggleCondition, withoutField, withoutToken, writeCondition } from "./query-text";

describe("query text", () => {
  it("is cut at spaces outside of quotes", () => {
    const tokens = readTokens('type:deployment  -source:"my db" severity>=MAJOR "free text" word');

    expect(tokens.map(({ field, operator, value, negated }) => [field, operator, value, negated])).toEqual([
      ["type", ":", "deployment", false],
      ["source", ":", "my db", true],
      ["severity", ">=", "MAJOR", false],
      [null, null, "free text", false],
      [null, null, "word", false],
    ]);
  });

  it("gives back what a condition was written from", () => {
    for (const value of ["BE", "", "two words", 'a "quote"', "back\\slash x", "a:b", "-minus", "//github.com/a/b", "zażółć"]) {
      const [token, ...rest] = readTokens(writeCondition("source", value, true));

      expect([token?.field, token?.value, token?.negated, rest.length]).toEqual(["source", value, true, 0]);
    }
  });

  it("takes an unfinished quote as it is", () => {
    expect(readTokens('type:"deploy ment').map((token) => token.value)).toEqual(["deploy ment"]);
  });

  it("takes a lone minus and a field that is none for text", () => {
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

  it("does not ask for and exclude the same value", () => {
    expect(toggleCondition("type:a type:b", "type", "a", true)).toBe("type:b -type:a");
  });

  it("loses one of two equal tokens only", () => {
    const line = "a b a";

    expect(withoutToken(line, readTokens(line)[2]!)).toBe("a b");
  });

  it("can do without one field, comparisons and exclusions included", () => {
    expect(withoutField("severity>=MAJOR -severity:LOW type:a", "severity")).toBe("type:a");
    expect(withoutField("type:a", "severity")).toBeNull();
  });

  it("tells a condition from its opposite", () => {
    expect(hasCondition("-type:a", "type", "a")).toBe(false);
    expect(hasCondition('type:""', "type", "")).toBe(true);
  });
});
