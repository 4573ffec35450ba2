import { describe, expect, it } from "vitest";
import type { Event } from "../api/client";
import type { Diff } from "../cell/shape";
import { changesInMarkdown, changesOf } from "./changes";

const event = (id: string, time: string, version: string | null, change: Partial<Event> = {}): Event => ({
  id,
  specversion: "1.0",
  type: "deployment",
  source: "BE",
  subject: "STAGING",
  time: `2026-11-${time}:00:00.000Z`,
  severity: null,
  version,
  datacontenttype: "application/json",
  dataschema: null,
  data: { actor: "jane", description: `Deploy ${version}` } as never,
  createdAt: "2026-11-23T09:30:01.000Z",
  ...change,
});

const side = (version: string, time: string) => ({
  version,
  versionEvent: { id: version, time: `2026-11-${time}:00:00.000Z`, type: "deployment" },
});

const at = "2026-11-30T10:00:00.000Z";
const stages: Diff = {
  from: { subject: "STAGING", at },
  to: { subject: "PRODUCTION", at },
  sources: [
    { source: "BE", state: "ahead", from: side("3.0", "29T10"), to: side("1.0", "28T12"), findings: [] },
    { source: "FE", state: "same", from: side("1.0", "29T10"), to: side("1.0", "29T10"), findings: [] },
  ],
};
const events = [
  event("c", "29T10", "3.0"),
  event("b", "28T11", "2.0"),
  event("a", "28T10", "1.0"),
  event("older", "27T10", "0.9"),
  event("elsewhere", "29T10", "3.0", { subject: "PRODUCTION" }),
  event("other", "29T10", "3.0", { source: "FE" }),
];

describe("what changed in between", () => {
  it("is what the newer side got after the version of the other one", () => {
    const [change, ...others] = changesOf(stages, events);
    expect([change!.source, change!.before, change!.after, change!.events.map((one) => one.id)]).toEqual(["BE", "1.0", "3.0", ["c", "b"]]);
    expect(others).toEqual([]);
  });

  it("follows the other side where that is newer", () => {
    const source = { ...stages.sources[0]!, state: "behind", from: side("1.0", "28T12"), to: side("3.0", "29T10") };
    expect(changesOf({ ...stages, sources: [source] }, events)[0]!.events.map((one) => one.id)).toEqual(["elsewhere"]);
  });

  it("is between the moments of one environment, whichever comes first", () => {
    const [early, late] = [{ subject: "STAGING", at: "2026-11-28T10:30:00.000Z" }, { subject: "STAGING", at }];
    const source = { source: "BE", state: "behind", from: side("1.0", "28T10"), to: side("3.0", "29T10"), findings: [] };
    const back = { ...source, state: "ahead", from: source.to, to: source.from };
    for (const diff of [
      { from: early, to: late, sources: [source] },
      { from: late, to: early, sources: [back] },
    ]) {
      const [change] = changesOf(diff, events);
      expect([change!.before, change!.after, change!.events.map((one) => one.id)]).toEqual(["1.0", "3.0", ["c", "b"]]);
    }
  });
});

it("is written as Markdown", () => {
  const systems = changesOf(stages, [event("c", "29T10", "3.0", { data: { actor: "*jane*", description: "[x](y)" } as never })]);
  expect(changesInMarkdown(stages, { systems, isWhole: false }, (one) => `https://x/${one.id}`)).toBe(`## STAGING compared with PRODUCTION

STAGING at 2026-11-30T10:00:00.000Z, PRODUCTION at 2026-11-30T10:00:00.000Z.

- **BE** \`1.0\` → \`3.0\`, PRODUCTION lags behind
  - 2026-11-29T10:00:00.000Z [deployment 3.0](https://x/c) by \\*jane\\*: \\[x\\](y)

Too many events to list. The earliest are missing.`);
});
