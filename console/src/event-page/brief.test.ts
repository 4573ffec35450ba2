import { describe, expect, it } from "vitest";
import type { Event } from "../api/client";
import { known } from "../names/known";
import { type Changes, splitByPlace } from "./around";
import { briefOf } from "./brief";

const event = (id: string, change: Partial<Event> = {}): Event => ({
  id,
  specversion: "1.0",
  type: "deployment",
  source: "BE",
  subject: "PRODUCTION",
  time: "2026-11-23T09:30:00.000Z",
  severity: "MAJOR",
  version: "1.4.2",
  datacontenttype: "application/json",
  dataschema: null,
  data: null,
  createdAt: "2026-11-23T09:30:01.000Z",
  ...change,
});
const incident = event("incident", {
  type: "incident",
  version: null,
  severity: "CRITICAL",
  time: "2026-11-23T09:54:00.000Z",
  data: { description: "Checkout answers 500" },
});
const addressOf = (of: Event) => `https://x/events/${of.id}`;
const changes: Changes = {
  at: incident.time,
  event: { ref: "048a2cf9", event: incident },
  subject: "PRODUCTION",
  source: "BE",
  window: { from: "2026-11-23T07:54:00.000Z", to: incident.time },
  timezone: "UTC",
  complete: true,
  counted: { from: "2026-11-23T07:54:00.000Z", to: incident.time },
  total: 1,
  notChanges: 0,
  ranked: [
    {
      ref: "a412ea56",
      event: event("run-1"),
      minutesBefore: 24,
      score: 81,
      points: 73,
      of: 90,
      factors: [
        { name: "nearness", points: 20, of: 25, why: "24 minutes before" },
        { name: "outsideBusinessHours", points: null, of: 10, why: "business hours are not set" },
      ],
    },
  ],
  notJudged: [],
};

describe("the brief", () => {
  it("contains the event, likely causes with reasons, later events and history", () => {
    const followed = { here: [event("later", { type: "rollback", version: null })], elsewhere: [], isWhole: true };
    expect(briefOf({ event: incident, addressOf, changes, followed, history: [event("run-1")] })).toBe(`# incident of BE in PRODUCTION

- Time: 2026-11-23T09:54:00.000Z
- Severity: CRITICAL
- Description: Checkout answers 500
- Event: https://x/events/incident

## Changes before

From 2026-11-23T07:54:00.000Z to 2026-11-23T09:54:00.000Z.

1. **81 of 100** 2026-11-23T09:30:00.000Z [deployment 1.4.2](https://x/events/run-1) of BE in PRODUCTION
   - Time before: 20 of 25, 24 minutes before
   - Outside business hours: not rated, business hours are not set

## Events within a day after

In the same system or environment.

- 2026-11-23T09:30:00.000Z [rollback](https://x/events/later) of BE in PRODUCTION

## History of the system and environment, newest first

- 2026-11-23T09:30:00.000Z [deployment 1.4.2](https://x/events/run-1) of BE in PRODUCTION
`);
  });

  it("leaves out what is unknown, and says how much is not listed", () => {
    const history = Array.from({ length: 23 }, (_, i) => event(`run-${i}`));
    const brief = briefOf({ event: incident, addressOf, changes: null, followed: null, history });
    expect(brief).not.toContain("## Changes before");
    expect(brief).toMatch(/\n- and 3 more\n$/);
  });
});

it("splits later events by place, oldest first, without the event itself", () => {
  const other = event("other", { source: "FE", subject: "STAGING" });
  const same = event("same", { source: "FE" });
  const split = splitByPlace(incident, [same, other, incident]);
  expect([split.here.map((one) => one.id), split.elsewhere.map((one) => one.id)]).toEqual([["same"], ["other"]]);
  known.value = { aliases: { subjects: { PRODUCTION: ["STAGING"] } } };
  expect(splitByPlace(incident, [other]).here).toEqual([other]);
  known.value = {};
  expect(splitByPlace(event("none", { subject: null }), [event("x", { source: "FE", subject: null })]).here).toEqual([]);
});
