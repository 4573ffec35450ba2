import { describe, expect, it } from "vitest";
import { type Happening, type Pause, pauseAfter } from "./pause";

const after = (...happenings: Happening[]) => happenings.reduce<Pause>(pauseAfter, null);

describe("pausing", () => {
  it("begins with reading on and ends with coming back", () => {
    expect(after("expand")).toBe("expanded");
    expect(after("expand", "collapse")).toBeNull();
    expect(after("scrollAway")).toBe("scrolled");
    expect(after("scrollAway", "scrollBack")).toBeNull();
  });

  it("by hand ends by hand", () => {
    expect(after("press", "expand", "collapse", "scrollAway", "scrollBack")).toBe("pressed");
    expect(after("press", "press")).toBeNull();
  });

  it("of a row that is open lasts while one scrolls", () => {
    expect(after("expand", "scrollAway", "scrollBack")).toBe("expanded");
  });

  it("ends with asking for what is new", () => {
    for (const begin of ["press", "expand", "scrollAway"] as const) expect(after(begin, "showNew")).toBeNull();
  });
});
