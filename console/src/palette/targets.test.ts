import { describe, expect, it } from "vitest";
import {
  environmentTarget,
  filterTarget,
  grouped,
  groupTarget,
  match,
  momentTargets,
  pages,
  recentTarget,
  searchTarget,
  systemTarget,
  versionTargets,
} from "./targets";

const targets = [
  ...pages,
  systemTarget({ value: "BE" }),
  systemTarget({ value: "GATEWAY" }),
  systemTarget({ value: "big-be" }),
  environmentTarget({ value: "BRAND-A-PRODUCTION" }),
  filterTarget({ name: "What failed", query: "severity:CRITICAL", range: null }),
];
const labels = (text: string) => match(text, targets).map((target) => `${target.kind} ${target.label}`);

describe("the palette", () => {
  it("lists everything at first", () => {
    expect(labels("")).toHaveLength(targets.length);
  });

  it("ranks a whole name before a prefix, a word and letters", () => {
    expect(labels("be").slice(0, 2)).toEqual(["system BE", "system big-be"]);
  });

  it.each([
    ["prod", "environment BRAND-A-PRODUCTION"],
    ["gtwy", "system GATEWAY"],
    ["grid", "page Grid"],
    ["failed", "filter What failed"],
    ["048a2cf9", "event 048a2cf9"],
    ["#048A2CF9", "event #048A2CF9"],
  ])("%s finds %s first", (text, first) => {
    expect(labels(text)[0]).toBe(first);
  });

  it("finds a name by its aliases, and groups", () => {
    const named = [environmentTarget({ value: "PRODUCTION", aliases: ["live"] }), groupTarget("all-of-europe")];
    expect(match("live", named)[0]).toEqual(named[0]);
    expect(match("europe", named)[0]).toEqual({ kind: "group", label: "all-of-europe", address: "/events?q=subject%3Aall-of-europe" });
  });

  it("offers any word as an id, last", () => {
    expect(labels("run-4711")).toEqual(["event run-4711"]);
  });

  it.each([
    [match("048a2cf9", [])[0]!.address, "/events/048a2cf9"],
    [match("#048a2cf9", [])[0]!.address, "/events/048a2cf9"],
    [systemTarget({ value: "//a b" }).address, "/systems?name=%2F%2Fa+b"],
    [environmentTarget({ value: "QA" }).address, "/environments?name=QA"],
    [filterTarget({ name: "Late", query: "type:deployment", range: "-30d" }).address, "/events?q=type%3Adeployment&from=-30d"],
  ])("leads to %s", (address, expected) => {
    expect(address).toBe(expected);
  });

  it("finds versions, recent events, moments of the grid, and texts in events", () => {
    const event = { id: "1", type: "deployment", source: "//a/b", subject: "QA", version: "1.2.3" };

    expect(versionTargets([event, event, { ...event, version: null }])).toEqual([
      { kind: "version", label: "1.2.3", detail: "b", address: "/versions?system=%2F%2Fa%2Fb&version=1.2.3" },
    ]);
    expect(recentTarget(event)).toMatchObject({ label: "deployment 1.2.3", detail: "b · QA", address: "/events/1?source=%2F%2Fa%2Fb" });
    expect(["-2d", "grid as of 2026-11-23 14:30", "checkout"].map((text) => momentTargets(text)[0]?.address)).toEqual([
      "/?at=-2d",
      "/?at=2026-11-23+14%3A30",
      undefined,
    ]);
    expect(["disk full", "disk", "a:b"].map((text) => searchTarget(text).address)).toEqual([
      "/events?q=%22disk+full%22",
      "/events?q=disk",
      "/events?q=%22a%3Ab%22",
    ]);
  });

  it("groups what it found, the best first", () => {
    const [page, system, other] = [pages[0]!, systemTarget({ value: "BE" }), systemTarget({ value: "FE" })];

    expect(grouped([system, page, other])).toEqual([system, other, page]);
  });
});
