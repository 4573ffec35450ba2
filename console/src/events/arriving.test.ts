import { describe, expect, it } from "vitest";
import type { Event } from "../api/client";
import { addAhead, kindOf, learnKinds, splitAhead } from "./arriving";

const now = Date.parse("2026-11-30T12:00:00Z");
const event = (id: string, seconds: number, recorded = 0, more = {}) =>
  ({
    id,
    source: "s",
    type: "t",
    time: new Date(now + seconds * 1000).toISOString(),
    createdAt: new Date(now + recorded * 1000).toISOString(),
    ...more,
  }) as unknown as Event;
const ids = (events: readonly Event[]) => events.map((one) => one.id).join(" ");

describe("what arrives", () => {
  it("is scheduled when its time lies ahead", () => {
    const { due, ahead } = splitAhead([event("past", -5), event("now", 0), event("soon", 0.001), event("later", 3600)], now);

    expect([ids(due), ids(ahead)]).toEqual(["past now", "soon later"]);
  });

  it("is past when the server recorded it after its time, whatever the browser's clock says", () => {
    expect(ids(splitAhead([event("recorded", 20, 20)], now).due)).toBe("recorded");
  });

  it("lists what lies ahead nearest first", () => {
    expect(ids(addAhead([event("b", 20)], [event("c", 30), event("a", 10)]))).toBe("a b c");
  });

  it("takes the kind from the event, from others of its type, or none", () => {
    learnKinds([event("1", 0, 0, { type: "deploy", opstrails: { kind: "deployment" } })]);

    expect([event("2", 0, 0, { type: "deploy" }), event("3", 0, 0, { type: "x" })].map(kindOf)).toEqual(["deployment", "other"]);
  });
});
