import { describe, expect, it } from "vitest";
import type { Event } from "../api/client";
import { addArrived, addGap, addPage, eventKey, firstPage, items, maxEvents, removeEvents, sortableTime } from "./event-list";

const event = (id: string, time: string, source = "BE"): Event => ({
  id,
  source,
  time,
  specversion: "1.0",
  type: "deployment",
  subject: null,
  severity: null,
  version: null,
  datacontenttype: "application/json",
  dataschema: null,
  data: null,
  createdAt: time,
});
const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
const ids = (list: { events: readonly Event[] }) => list.events.map((one) => one.id).join("");

describe("a list of events", () => {
  it("inserts arriving events by time", () => {
    const list = addArrived(firstPage([event("c", at(30)), event("a", at(10))], null, null), [event("d", at(40)), event("b", at(20))]);

    expect(ids(list)).toBe("dcba");
  });

  it("shows an event once, from the list or the feed", () => {
    const page = firstPage([event("b", at(20)), event("a", at(10))], "more", null);

    const list = addPage(
      addArrived(page, [event("b", at(20)), event("c", at(30)), event("c", at(30))]),
      [event("a", at(10)), event("z", at(5))],
      null,
    );

    expect(ids(list)).toBe("cbaz");
  });

  it("drops deleted events and takes their ids again", () => {
    const list = firstPage([event("b", at(20)), event("a", at(10)), event("a", at(5), "FE")], "more", null);

    const left = removeEvents(list, new Set([eventKey({ id: "a", source: "BE" }), eventKey({ id: "unknown", source: "BE" })]));

    expect(left.events.map(eventKey)).toEqual(
      [
        { id: "b", source: "BE" },
        { id: "a", source: "FE" },
      ].map(eventKey),
    );
    expect(ids(addArrived(left, [event("a", at(30))]))).toBe("aba");
    expect(removeEvents(left, new Set(["unknown"]))).toBe(left);
  });

  it("treats the same id from two sources as two events", () => {
    expect(addArrived(firstPage([event("a", at(1))], null, null), [event("a", at(2), "FE")]).events).toHaveLength(2);
    expect(eventKey({ id: "a~1", source: "b" })).not.toBe(eventKey({ id: "a", source: "1~b" }));
  });

  it("only counts events before the range", () => {
    const list = addArrived(firstPage([event("a", at(10))], null, at(5)), [event("old", at(4))]);

    expect([ids(list), list.older]).toEqual(["a", 1]);
  });

  it("only counts events older than the loaded pages, until their page loads", () => {
    const counted = addArrived(firstPage([event("b", at(20))], "more", null), [event("a", at(10))]);

    expect([ids(counted), counted.older]).toEqual(["b", 1]);
    expect(ids(addPage(counted, [event("a", at(10))], null))).toBe("ba");
  });

  it("compares times of different precision", () => {
    expect(sortableTime("2026-01-01T00:00:00.1234567Z") > sortableTime("2026-01-01T00:00:00.123Z")).toBe(true);
    expect(sortableTime("2026-01-01T00:00:00Z") < sortableTime("2026-01-01T00:00:00.001Z")).toBe(true);
  });

  it("keeps the recorded order of events with the same time, newest first", () => {
    expect(ids(addArrived(firstPage([], null, null), [event("a", at(1)), event("b", at(1))]))).toBe("ba");
  });

  it("drops its oldest pages when it is too long, and can load them again", () => {
    let list = firstPage([event("first", at(maxEvents))], "p1", null);
    list = addPage(
      list,
      Array.from({ length: maxEvents - 1 }, (_, i) => event(`e${i}`, at(maxEvents - 1 - i))),
      "p2",
    );

    const trimmed = addArrived(list, [event("new", at(maxEvents + 1))]);

    expect([ids(trimmed), trimmed.next, trimmed.keys.size]).toEqual(["newfirst", "p1", 2]);
  });

  it("shows a gap between the events before and after it", () => {
    const list = addGap(firstPage([event("new", at(100)), event("old", at(10))], null, null), {
      from: Date.parse(at(20)),
      to: Date.parse(at(90)),
    });

    expect(items(list).flatMap((item) => (item.kind === "gap" ? "gap" : item.kind === "day" ? [] : item.event.id))).toEqual([
      "new",
      "gap",
      "old",
    ]);
  });

  it("shows a gap at the end when all events are newer", () => {
    const list = addGap(firstPage([event("new", at(100))], null, null), { from: Date.parse(at(20)), to: Date.parse(at(90)) });

    expect(items(list).map((item) => item.kind)).toEqual(["day", "event", "gap"]);
  });
});
