import { describe, expect, it } from "vitest";
import { markdownCode, markdownText } from "./markdown";

describe("untrusted text in Markdown", () => {
  it.each([
    ["[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"],
    ["<img src=x>", "\\<img src=x\\>"],
    ["a\n# b", "a \\# b"],
    ["**bold** `code`", "\\*\\*bold\\*\\* \\`code\\`"],
    ["abc\u202edef", "abcU+202Edef"],
  ])("escapes %j", (text, written) => {
    expect(markdownText(text)).toBe(written);
  });

  it.each([
    ["1.0", "`1.0`"],
    ["a`b``c", "``` a`b``c ```"],
  ])("%j as code", (text, written) => {
    expect(markdownCode(text)).toBe(written);
  });
});
