import { describe, expect, it } from "vitest";
import { liveState } from "./live-state";

describe("the state that is shown", () => {
  it("is the connection's unless paused", () => {
    expect((["connecting", "live", "offline"] as const).map((connection) => liveState(true, connection, null))).toEqual([
      "connecting",
      "live",
      "offline",
    ]);
  });

  it("is paused before or after connecting, but offline takes precedence", () => {
    expect((["connecting", "live", "offline"] as const).map((connection) => liveState(true, connection, "expanded"))).toEqual([
      "paused",
      "paused",
      "offline",
    ]);
  });

  it("is ended for a range with an end", () => {
    expect(liveState(false, "live", "pressed")).toBe("ended");
  });

  it("is connecting before the first attempt", () => {
    expect(liveState(true, "off", null)).toBe("connecting");
  });
});
