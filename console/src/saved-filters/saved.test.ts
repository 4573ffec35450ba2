import { describe, expect, it } from "vitest";
import type { EventQuery } from "../query/event-query";
import { addressOf, isShown, nameError, rangeToSave } from "./saved";

const eventQuery = (of: Partial<EventQuery>): EventQuery => ({ q: "", from: "-7d", to: "", ...of });

describe("a saved filter", () => {
  it.each([
    [{ from: "-7d" }, "-7d"],
    [{ from: "-15m" }, "-15m"],
    [{ from: "-7d", to: "2026-11-23T00:00:00Z" }, null],
    [{ from: "2026-11-23" }, null],
    [{ from: "-7 d" }, null],
  ])("of %o keeps the range %s", (query, range) => {
    expect(rangeToSave(eventQuery(query))).toBe(range);
  });

  it.each([
    [{ query: "type:deployment", range: "-30d" }, "/events?q=type%3Adeployment&from=-30d"],
    [{ query: "type:deployment", range: "-7d" }, "/events?q=type%3Adeployment"],
    [{ query: "", range: null }, "/events"],
  ])("%o leads to %s", (filter, address) => {
    expect(addressOf(filter)).toBe(address);
  });

  it("without a range keeps the current one, and with one removes its end", () => {
    const shown = { from: "-90d", to: "2026-11-23T00:00:00Z" };

    expect(addressOf({ query: "a", range: null }, shown)).toBe("/events?q=a&from=-90d&to=2026-11-23T00%3A00%3A00Z");
    expect(addressOf({ query: "a", range: "-24h" }, shown)).toBe("/events?q=a&from=-24h");
  });

  it.each([
    [{ query: "a", range: null }, { q: "a", from: "-90d" }, true],
    [{ query: " a ", range: "-7d" }, { q: "a" }, true],
    [{ query: "a", range: "-7d" }, { q: "a", to: "2026-11-23T00:00:00Z" }, false],
    [{ query: "a", range: "-7d" }, { q: "a", from: "-24h" }, false],
    [{ query: "a", range: null }, { q: "b" }, false],
  ])("%o is shown by %o: %s", (filter, query, shown) => {
    expect(isShown(filter, eventQuery(query))).toBe(shown);
  });

  it("needs a unique name, ignoring case", () => {
    const all = [{ name: "Production" }];

    expect(nameError("  ", all)).toMatch(/Enter a name/);
    expect(nameError(" PRODUCTION ", all)).toBe('A filter named "Production" already exists. Choose another name.');
    expect(nameError("Staging", all)).toBeUndefined();
  });
});
