import { describe, expect, it } from "vitest";
import { clockBeside, dayInWords, distance, inWords } from "./span";

const at = Date.parse("2026-11-27T14:40:33Z");

describe("durations", () => {
  it.each([
    [1_357_000, 1, "22 min"],
    [1_357_000, 2, "22 min 37 s"],
    [7_200_000, 2, "2 h"],
    [90_000_000, 2, "1 d 1 h"],
    [400, 2, "less than a second"],
  ] as const)("%d ms in %d units are %s", (ms, parts, text) => {
    expect(inWords(ms, parts)).toBe(text);
  });

  it("say on which side they are", () => {
    expect(distance(at - 1_523_000, at)).toBe("25 min before");
    expect(distance(at + 60_000, at)).toBe("1 min after");
    expect(distance(at, at)).toBe("at the same moment");
  });
});

it("a day is named only where it differs, a year too", () => {
  expect(clockBeside(at, at, "utc")).toBe("14:40");
  expect(clockBeside(at + 2 * 86_400_000, at, "utc", true)).toBe("Sun 29 Nov 14:40:33");
  expect(dayInWords(at, "utc", Date.parse("2027-01-02T00:00Z"))).toBe("Fri 27 Nov 2026");
});
