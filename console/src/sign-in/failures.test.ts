import { describe, expect, it } from "vitest";
import { failureOf, returnTo } from "./failures";

describe("signing in", () => {
  it.each([
    ["failed=not-invited", /you have no invitation/],
    ["failed=invitation-over", /This invitation was used/],
    ["failed=provider", /at the provider failed/],
    ["failed=cancelled", /was cancelled/],
    ["failed=something-new", /Sign-in failed/],
    ["failed=constructor", /Sign-in failed/],
  ])("explains %s", (address, said) => {
    expect(failureOf(new URLSearchParams(address))).toMatch(said);
  });

  it("says nothing when nothing failed", () => {
    expect(failureOf(new URLSearchParams("returnTo=/"))).toBeNull();
  });

  it.each([
    ["/settings/keys", "", "/settings/keys"],
    ["/events", "?q=type%3Adeployment", "/events?q=type%3Adeployment"],
    ["/sign-in", "?failed=cancelled", "/"],
    ["/invitation", "", "/"],
  ])("returns from %s%s to %s", (pathname, search, to) => {
    expect(returnTo({ pathname, search })).toBe(to);
  });
});
