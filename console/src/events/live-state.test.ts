import { describe, expect, it } from "vitest";
import { liveState } from "./live-state";

describe("the state that is shown", () => {
  it("is that of the connection while nothing is paused", () => {
    expect((["connecting", "live", "offline"] as const).map((connection) => liveState(true, connection, null))).toEqual([
      "connecting",
      "live",
      "offline",
    ]);
  });

  it("is paused whether or not it is connected yet, but offline first of all", () => {
    expect((["connecting", "live", "offline"] as const).map((connection) => liveState(true, connection, "expanded"))).toEqual([
      "paused",
      "paused",
      "offline",
    ]);
  });

  it("is ended in a range that has an end", () => {
    expect(liveState(false, "live", "pressed")).toBe("ended");
  });

  it("is connecting before the first try", () => {
    expect(liveState(true, "off", null)).toBe("connecting");
  });
});
