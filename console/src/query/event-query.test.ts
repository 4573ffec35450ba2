import { describe, expect, it } from "vitest";
import { permalink } from "../event/reference";
import { apiQuery, describeRange, isLive, readEventQuery, readReference, readZone, writeEventQuery } from "./event-query";

const address = (text: string) => new URLSearchParams(text);

describe("the address", () => {
  it("defaults to the last 7 days, live", () => {
    const query = readEventQuery(address(""));

    expect(query).toEqual({ q: "", from: "-7d", to: "" });
    expect(isLive(query)).toBe(true);
  });

  it("round-trips", () => {
    for (const query of [
      { q: 'type:a "b c"', from: "-24h", to: "" },
      { q: "", from: "2026-11-01", to: "2026-11-02T10:00" },
      { q: "x", from: "-7d", to: "-1d" },
    ]) {
      const written = new URLSearchParams(
        Object.entries(writeEventQuery(query)).filter((pair): pair is [string, string] => pair[1] !== null),
      );

      expect(readEventQuery(written)).toEqual(query);
    }
  });

  it("omits default values", () => {
    expect(writeEventQuery({ q: " ", from: "-7d", to: "now" })).toEqual({ q: null, from: null, to: null });
  });

  it("changes only the given values", () => {
    expect(writeEventQuery({ q: "a" })).toEqual({ q: "a" });
  });

  it("identifies an event by id and source together", () => {
    const link = new URL(permalink("https://ops.example", { id: "run 1&x", source: "//github.com/a/b" }));

    expect(readReference(link.searchParams)).toEqual({ id: "run 1&x", source: "//github.com/a/b" });
    expect(readReference(address("event=1"))).toBeNull();
  });

  it("accepts only utc and local as a zone", () => {
    expect([readZone(address("tz=utc")), readZone(address("tz=local")), readZone(address("tz=CET"))]).toEqual(["utc", "local", null]);
  });
});

describe("a query", () => {
  it("is sent with the zone for times without one", () => {
    expect(apiQuery({ q: "", from: "2026-11-01", to: "" }, "Europe/Warsaw")).toEqual({ from: "2026-11-01", timezone: "Europe/Warsaw" });
  });

  it("isn't live when its range has an end", () => {
    expect(isLive(readEventQuery(address("to=-1h")))).toBe(false);
    expect(isLive(readEventQuery(address("to=now")))).toBe(true);
  });

  it("describes its range in words", () => {
    expect(describeRange({ q: "", from: "-24h", to: "" })).toBe("Last 24 hours");
    expect(describeRange({ q: "", from: "-3h", to: "" })).toBe("Last 3 hours");
    expect(describeRange({ q: "", from: "2026-11-01T10:00:00.000Z", to: "2026-11-02" })).toBe("2026-11-01 10:00 UTC to 2026-11-02");
  });
});
