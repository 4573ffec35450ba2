import { describe, expect, it } from "vitest";
import { isUsable, lastUse, stateOf } from "./key-state";

const now = new Date("2026-11-24T12:00:00Z");
const key = { expiresAt: null, revokedAt: null };

describe("the state of a key", () => {
  it("is active without an expiry, and with a distant one", () => {
    expect(stateOf(key, now)).toEqual({ kind: "active" });
    expect(stateOf({ ...key, expiresAt: "2027-11-24T12:00:00Z" }, now)).toEqual({ kind: "active" });
  });

  it("rounds remaining days up", () => {
    expect(stateOf({ ...key, expiresAt: "2026-11-26T13:00:00Z" }, now)).toEqual({ kind: "ending", days: 3 });
    expect(stateOf({ ...key, expiresAt: "2026-11-24T12:00:01Z" }, now)).toEqual({ kind: "ending", days: 1 });
  });

  it("expires at the exact time", () => {
    expect(stateOf({ ...key, expiresAt: "2026-11-24T12:00:00Z" }, now)).toEqual({ kind: "expired" });
  });

  it("is revoked even when it has expired as well", () => {
    expect(stateOf({ expiresAt: "2026-01-01T00:00:00Z", revokedAt: "2025-12-01T00:00:00Z" }, now)).toEqual({ kind: "revoked" });
  });

  it("treats an expiring key as usable, and an expired one as not", () => {
    expect(isUsable({ ...key, expiresAt: "2026-11-25T12:00:00Z" }, now)).toBe(true);
    expect(isUsable({ ...key, expiresAt: "2026-11-23T12:00:00Z" }, now)).toBe(false);
  });
});

it("distinguishes never used from unknown", () => {
  expect(lastUse({ lastUsedAt: null })).toEqual({ kind: "never" });
  expect(lastUse({})).toEqual({ kind: "unknown" });
  expect(lastUse({ lastUsedAt: "2026-11-24T11:00:00Z" })).toEqual({ kind: "used", at: "2026-11-24T11:00:00Z" });
});
