import { describe, expect, it } from "vitest";
import { type Happening, type Pause, pauseAfter } from "./pause";

const after = (...happenings: Happening[]) => happenings.reduce<Pause>(pauseAfter, null);

describe("pausing", () => {
  it("starts on scrolling away and ends on scrolling back", () => {
    expect(after("expand")).toBe("expanded");
    expect(after("expand", "collapse")).toBeNull();
    expect(after("scrollAway")).toBe("scrolled");
    expect(after("scrollAway", "scrollBack")).toBeNull();
  });

  it("by hand ends by hand", () => {
    expect(after("press", "expand", "collapse", "scrollAway", "scrollBack")).toBe("pressed");
    expect(after("press", "press")).toBeNull();
  });

  it("for an open row lasts while scrolling", () => {
    expect(after("expand", "scrollAway", "scrollBack")).toBe("expanded");
  });

  it("ends on showing new events", () => {
    for (const begin of ["press", "expand", "scrollAway"] as const) expect(after(begin, "showNew")).toBeNull();
  });
});
