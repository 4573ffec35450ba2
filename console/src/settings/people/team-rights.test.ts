import { describe, expect, it } from "vitest";
import { lowers, mayChangeRole, mayRemove, rolesToGive } from "./team-rights";

const ada = { id: "ada", role: "OWNER" };
const bob = { id: "bob", role: "OWNER" };
const cleo = { id: "cleo", role: "ADMIN" };
const dan = { id: "dan", role: "MEMBER" };
const two = [ada, bob, cleo, dan];
const one = [ada, cleo, dan];

describe("team permissions", () => {
  it.each([
    ["OWNER", dan, two, "allowed"],
    ["OWNER", bob, two, "allowed"],
    ["OWNER", ada, one, "off"],
    ["ADMIN", dan, two, "allowed"],
    ["ADMIN", bob, two, "off"],
    ["ADMIN", ada, one, "off"],
    ["MEMBER", dan, two, "hidden"],
    ["VIEWER", ada, two, "hidden"],
    [undefined, dan, two, "hidden"],
  ])("%s changes the role of %o among %o: %s", (mine, person, all, kind) => {
    expect(mayChangeRole(mine, person, all).kind).toBe(kind);
  });

  it.each([
    [ada, dan, two, "allowed"],
    [ada, bob, two, "allowed"],
    [ada, ada, two, "allowed"],
    [ada, ada, one, "off"],
    [cleo, dan, two, "allowed"],
    [cleo, cleo, two, "allowed"],
    [cleo, ada, two, "off"],
    [dan, dan, two, "allowed"],
    [dan, cleo, two, "hidden"],
    [undefined, dan, two, "hidden"],
  ])("%o removes %o from %o: %s", (me, person, all, kind) => {
    expect(mayRemove(me, person, all).kind).toBe(kind);
  });

  it("explains what to do about the only owner", () => {
    expect(mayRemove(ada, ada, one)).toEqual({ kind: "off", reason: "You're the only owner. Make someone else an owner first." });
    expect(mayChangeRole("OWNER", ada, one)).toEqual({ kind: "off", reason: "You're the only owner. Make someone else an owner first." });
    expect(mayRemove(cleo, ada, one)).toEqual({
      kind: "off",
      reason: "This is the only owner. Someone else has to become an owner first.",
    });
  });

  it.each([
    ["OWNER", ["VIEWER", "MEMBER", "ADMIN", "OWNER"]],
    ["ADMIN", ["VIEWER", "MEMBER", "ADMIN"]],
    ["MEMBER", []],
    [undefined, []],
  ])("%s gives %o", (mine, given) => {
    expect(rolesToGive(mine)).toEqual(given);
  });

  it.each([
    ["OWNER", "ADMIN", true],
    ["ADMIN", "OWNER", false],
    ["ADMIN", "ADMIN", false],
  ])("from %s to %s lowers: %s", (from, to, is) => {
    expect(lowers(from, to)).toBe(is);
  });
});
