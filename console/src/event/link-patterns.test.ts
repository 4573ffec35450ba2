import { describe, expect, it } from "vitest";
import { findPattern, webAddress } from "./link-patterns";

const ticket = { pattern: "{project}-{number}", url: "https://jira.example.com/browse/{project}-{number}" };
const found = (pattern: { pattern: string; url: string }, text: string, of: { owner: string; repository: string } | null = null) =>
  findPattern(pattern, text, of).map((match) => `${text.slice(match.start, match.end)} ${match.url}`);

describe("a pattern", () => {
  it.each([
    ["Fixes ABC-12.", ["ABC-12 https://jira.example.com/browse/ABC-12"]],
    ["feature/ABC-12-faster, A2-7", ["ABC-12 https://jira.example.com/browse/ABC-12", "A2-7 https://jira.example.com/browse/A2-7"]],
    ["abc-12 A-1 ABC-x xABC-12 ABC-12x ABC12345678-1", []],
    ["12-34", []],
    ["ABC-1234567890123456789", []],
  ])("finds tickets in %j", (text, tickets) => {
    expect(found(ticket, text)).toEqual(tickets);
  });

  it("finds commits, but no dates", () => {
    const commit = { pattern: "{commit}", url: "https://git.example.com/{owner}/{repository}/commit/{commit}" };
    const of = { owner: "acme", repository: "a b" };
    expect(found(commit, "at a1b9c02 on 20261130", of)).toEqual(["a1b9c02 https://git.example.com/acme/a%20b/commit/a1b9c02"]);
    expect(found(commit, "1".repeat(40), of)).toHaveLength(1);
    expect(found(commit, "a1b9c02", null)).toEqual([]);
  });

  it("matches its own text literally", () => {
    expect(found({ pattern: "(.*)#{number}", url: "https://x.example/{number}" }, "a#1 (.*)#2")).toEqual(["(.*)#2 https://x.example/2"]);
  });

  it("ignores placeholders of a later version", () => {
    expect(found({ pattern: "{later}", url: "https://x.example/" }, "anything")).toEqual([]);
    expect(found({ pattern: "#{number}", url: "https://x.example/{constructor}" }, "#1")).toEqual([]);
  });

  it("takes no longer for a hostile text", () => {
    const before = performance.now();
    for (const text of ["A".repeat(60_000), "A-".repeat(30_000), "ABC-1 ".repeat(10_000)]) findPattern(ticket, text, null);
    expect(performance.now() - before).toBeLessThan(200);
    expect(findPattern(ticket, "ABC-1 ".repeat(10_000), null)).toHaveLength(20);
  });
});

it.each([
  ["https://example.com", "https://example.com/"],
  ["HTTP://example.com/a?b=c#d", "http://example.com/a?b=c#d"],
  ["javascript:alert(1)", null],
  ["data:text/html,x", null],
  ["//example.com", null],
  ["https://good.example@evil.example/", null],
  ["https://", null],
])("%j as a web address", (text, address) => {
  expect(webAddress(text)).toBe(address);
});
