import { describe, expect, it } from "vitest";
import { pieces } from "./event-text";

describe("the text of an event", () => {
  it("is one piece, also with emoji and joiners", () => {
    for (const text of ["deployed <img onerror=alert(1)>", "👩‍👩‍👧 🇵🇱", "עברית", "می‌خواهم", "two\nlines\tand"])
      expect(pieces(text)).toEqual([{ text, control: null }]);
  });

  it("shows characters that change direction", () => {
    expect(pieces("a\u202Eb")).toEqual([
      { text: "a", control: null },
      { text: "U+202E", control: "right-to-left override" },
      { text: "b", control: null },
    ]);
  });

  it("shows invisible characters", () => {
    expect(pieces("\u0000\u001b\u200b\u{e0041}").map((piece) => piece.text)).toEqual(["U+0000", "U+001B", "U+200B", "U+E0041"]);
  });

  it("can be empty", () => {
    expect(pieces("")).toEqual([]);
  });
});
