import { describe, expect, it } from "vitest";
import type { Incident } from "../cell/shape";
import { incidentInWords } from "./incidents";

const at = "2026-11-23T11:30:00.000Z";
const incident: Incident = {
  ref: "0123456789",
  number: "INC-42",
  severity: "CRITICAL",
  state: "open",
  opened: "2026-11-23T10:04:30.000Z",
  description: "Checkout answers 500",
};

describe("an incident in words", () => {
  it.each<[Partial<Incident>, string]>([
    [{}, "CRITICAL incident INC-42 open since 10:04: Checkout answers 500"],
    [{ state: "acknowledged" }, "CRITICAL incident INC-42 acknowledged, open since 10:04: Checkout answers 500"],
    [{ number: null }, "CRITICAL incident open since 10:04: Checkout answers 500"],
    [{ severity: null, description: null }, "incident INC-42 open since 10:04"],
    [{ opened: "2026-11-22T23:50:00.000Z", description: "" }, "CRITICAL incident INC-42 open since 2026-11-22 23:50"],
  ])("%j", (change, says) => {
    expect(incidentInWords({ ...incident, ...change }, at, "utc")).toBe(says);
  });
});
