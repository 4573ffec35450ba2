import { expect, it } from "vitest";
import { dayInWords, lengthInWords } from "./day";

it.each([
  ["2026-11-30", "Today"],
  ["2026-11-29", "Yesterday"],
  ["2026-11-27", "Fri 27 Nov"],
  ["2025-12-31", "Wed 31 Dec 2025"],
])("%s in words", (day, words) => {
  expect(dayInWords(day, "2026-11-30")).toBe(words);
});

it.each([
  [500, "under 1 s"],
  [8_000, "8 s"],
  [23 * 60_000 + 30_000, "23 min"],
  [3 * 3_600_000, "3 h"],
  [51 * 3_600_000, "2 d 3 h"],
])("%d ms", (span, words) => {
  expect(lengthInWords(span)).toBe(words);
});
