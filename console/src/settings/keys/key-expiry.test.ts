import { describe, expect, it } from "vitest";
import { expiresAt } from "./key-expiry";

const now = new Date(2026, 10, 24, 12, 30);

describe("key expiry", () => {
  it("counts days from now", () => {
    expect(expiresAt({ kind: "days", days: 30 }, now)).toBe(new Date(2026, 11, 24, 12, 30).toISOString());
  });

  it("is null for never", () => {
    expect(expiresAt({ kind: "never" }, now)).toBeNull();
  });

  it("lasts until the end of the chosen day, also today", () => {
    expect(expiresAt({ kind: "date", date: "2026-12-03" }, now)).toBe(new Date(2026, 11, 3, 23, 59, 59).toISOString());
    expect(expiresAt({ kind: "date", date: "2026-11-24" }, now)).toBe(new Date(2026, 10, 24, 23, 59, 59).toISOString());
  });

  it.each(["", "2026-11-23", "2027-02-30", "tomorrow"])("rejects the date %j", (date) => {
    expect(expiresAt({ kind: "date", date }, now)).toBeUndefined();
  });
});
