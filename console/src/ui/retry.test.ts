import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { holdRetries, isRetried, mayHeal, retryAll, retryLater } from "./retry";

beforeEach(() => {
  vi.stubGlobal("document", { hidden: false });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("tries a failed read again in growing intervals, until it succeeds", () => {
  let tries = 0;
  const read = () => {
    tries++;
    if (tries < 4) retryLater(read);
  };
  retryLater(read);

  vi.advanceTimersByTime(2_000);
  expect(tries).toBe(1);
  vi.advanceTimersByTime(2_500);
  expect(tries).toBe(1);
  vi.advanceTimersByTime(120_000);
  expect(tries).toBe(4);
});

it("tries everything at once when the server is back", () => {
  const tried: string[] = [];
  retryLater(() => tried.push("a"));
  const cancel = retryLater(() => tried.push("b"));
  retryLater(() => tried.push("c"));
  cancel();

  retryAll();
  retryAll();

  expect(tried).toEqual(["a", "c"]);
});

it("waits while nobody is signed in", () => {
  let tries = 0;
  holdRetries(true);
  retryLater(() => tries++);
  vi.advanceTimersByTime(120_000);
  expect(tries).toBe(0);

  holdRetries(false);
  expect(tries).toBe(1);
});

it.each([
  [0, true],
  [401, true],
  [403, false],
  [404, false],
  [429, true],
  [503, true],
])("status %s heals: %s", (status, heals) => {
  expect(mayHeal({ status })).toBe(heals);
});

it("knows the errors that are tried again", () => {
  const [one, other] = [new Error("one"), new Error("other")];
  retryLater(() => undefined, one);
  expect([isRetried(one), isRetried(other)]).toEqual([true, false]);
});
