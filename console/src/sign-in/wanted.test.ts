// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest";
import { keepWanted, ownPath, takeWanted } from "./wanted";

beforeEach(() => localStorage.clear());

it("returns once to the page that needed a session", () => {
  history.replaceState(null, "", "/events?q=type%3Adeployment");
  keepWanted();
  expect(takeWanted()).toBe("/events?q=type%3Adeployment");
  expect(takeWanted()).toBe("/");
});

it("forgets it after 15 minutes", () => {
  history.replaceState(null, "", "/events");
  keepWanted(0);
  expect(takeWanted(15 * 60_000)).toBe("/");
});

it("keeps the wanted page when the way in is opened", () => {
  history.replaceState(null, "", "/settings/keys");
  keepWanted();
  history.replaceState(null, "", "/sign-in");
  keepWanted();
  expect(takeWanted()).toBe("/settings/keys");
});

it.each([
  ["/events/a?source=b", "/events/a?source=b"],
  ["//evil.example/x", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in", "/"],
  ["/invitation", "/"],
  [7, "/"],
  [null, "/"],
])("of %s leads to %s", (path, to) => {
  expect(ownPath(path)).toBe(to);
});
