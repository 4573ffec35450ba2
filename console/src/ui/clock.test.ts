import { expect, it, vi } from "vitest";

const at = (seconds: number) => new Date(seconds * 1000).toUTCString();

async function offsetAfter(...answers: [serverSeconds: number, sent: number, received: number][]): Promise<number> {
  vi.resetModules();
  const { learnServerTime, serverNow } = await import("./clock");
  for (const [seconds, sent, received] of answers) learnServerTime(at(seconds), sent, received);
  vi.useFakeTimers({ now: 1_000_000 });
  const found = serverNow() - 1_000_000;
  vi.useRealTimers();
  return found;
}

it("takes this clock as right while it may be", async () => {
  expect(await offsetAfter([1000, 999_900, 1_000_100])).toBe(0);
  expect(await offsetAfter([1000, 1_000_100, 1_000_900])).toBe(0);
});

it("learns how far the server's clock is ahead, and more exactly with each answer", async () => {
  expect(await offsetAfter([1300, 1_000_000, 1_000_200])).toBe(300_400);
  expect(await offsetAfter([1300, 1_000_000, 1_000_200], [1301, 1_000_700, 1_000_750])).toBe(300_625);
});

it("learns anew when one of the clocks was set", async () => {
  expect(await offsetAfter([1300, 1_000_000, 1_000_000], [1001, 1_001_000, 1_001_100])).toBe(0);
});

it("ignores an answer without a date", async () => {
  vi.resetModules();
  const { learnServerTime, serverNow } = await import("./clock");
  learnServerTime(null, 0, 0);
  learnServerTime("nonsense", 0, 0);
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(1000);
});
