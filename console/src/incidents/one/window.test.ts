import { describe, expect, it } from "vitest";
import type { Incident } from "../suspicion";
import { endOf, firstView, spanOf } from "./window";

const at = (clock: string) => Date.parse(`2026-11-27T${clock}Z`);
const incident = (more: Partial<Incident>) =>
  ({ state: "resolved", opened: "2026-11-27T14:40:00Z", resolved: null, events: [], ...more }) as unknown as Incident;
const shown = (one: Incident, strong: number | null, now: number) => {
  const { from, to } = spanOf(one, strong, now);
  return [new Date(from).toISOString().slice(11, 16), new Date(to).toISOString().slice(11, 16)];
};

describe("the span", () => {
  const resolved = incident({ resolved: "2026-11-27T15:03:00Z" });

  it("is from two hours before to an hour after the resolution", () => {
    expect(shown(resolved, null, at("23:00:00"))).toEqual(["12:40", "16:03"]);
  });

  it("ends soon after now when the hour isn't over", () => {
    expect(shown(resolved, null, at("15:05:00"))).toEqual(["12:40", "15:12"]);
  });

  it("begins before a strong suspect", () => {
    expect(shown(resolved, at("12:41:00"), at("23:00:00"))).toEqual(["12:31", "16:03"]);
  });

  it("moves with now while the incident is open", () => {
    expect(shown(incident({ state: "acknowledged" }), null, at("15:00:00"))).toEqual(["12:40", "15:07"]);
    expect(endOf(incident({ state: "open" }), at("15:00:00"))).toBe(at("15:00:00"));
  });

  it("ends after the last event when the incident was never closed", () => {
    const events = [{ time: "2026-11-27T14:50:00Z" }] as unknown as NonNullable<Incident["events"]>;
    expect(shown(incident({ state: "notClosed", events }), null, at("23:00:00"))).toEqual(["12:40", "15:50"]);
  });
});

it("a long incident is first shown with its first hours", () => {
  const span = { from: at("12:40:00"), to: at("12:40:00") + 3 * 86_400_000 };
  expect(firstView(span, at("14:40:00"))).toEqual({ from: span.from, to: at("22:40:00") });
  const short = { from: at("12:40:00"), to: at("16:00:00") };
  expect(firstView(short, at("14:40:00"))).toEqual(short);
});
