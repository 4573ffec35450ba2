import { describe, expect, it } from "vitest";
import type { Event } from "../api/client";
import { type LoadCell, findAfter, findBefore } from "./neighbours";

const event = (second: number) =>
  ({ id: String(second), source: "BE", time: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString() }) as Event;

/** A fake of the API for one cell that counts requests. */
function cell(events: Event[]): { load: LoadCell; requests: () => number } {
  const newestFirst = events.toSorted((a, b) => Date.parse(b.time) - Date.parse(a.time));
  let requests = 0;
  const load: LoadCell = (range, limit) => {
    requests++;
    const found = newestFirst.filter((one) => (!range.from || one.time >= range.from) && (!range.to || one.time < range.to));
    return Promise.resolve({ events: found.slice(0, limit), more: found.length > limit });
  };
  return { load, requests: () => requests };
}

describe("neighbours of an event", () => {
  it("are the events just before and after", async () => {
    const { load } = cell([event(1), event(2), event(3), event(4)]);

    expect([(await findBefore(event(2), load))?.id, (await findAfter(event(2), load))?.id]).toEqual(["1", "3"]);
  });

  it("are missing at the ends", async () => {
    const { load } = cell([event(1)]);

    expect([await findBefore(event(1), load), await findAfter(event(1), load)]).toEqual([null, null]);
  });

  it("are found among many newer events with few requests", async () => {
    const { load, requests } = cell(Array.from({ length: 50_000 }, (_, i) => event(i * 60)));

    expect((await findAfter(event(600), load))?.id).toBe("660");
    expect(requests()).toBeLessThan(8);
  });

  it("are found when most newer events are much newer", async () => {
    const { load } = cell([event(0), event(5_000), ...Array.from({ length: 5_000 }, (_, i) => event(10_000_000 + i))]);

    expect((await findAfter(event(0), load))?.id).toBe("5000");
  });
});
