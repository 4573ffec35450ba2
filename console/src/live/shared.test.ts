import { expect, it } from "vitest";
import type { LiveWorld } from "./feed";
import { type Message, SharedFeed, type Sharing } from "./shared";

/** Tabs of one browser: one lock, one channel. */
class Tabs {
  readonly #queue: (() => void)[] = [];
  readonly #hearing = new Set<(message: Message) => void>();
  #isHeld = false;

  readonly sharing: Sharing = {
    lead: async (signal, lead) => {
      while (this.#isHeld) await new Promise<void>((resolve) => this.#queue.push(resolve));
      if (signal.aborted) return this.#queue.shift()?.();
      this.#isHeld = true;
      await lead();
      this.#isHeld = false;
      this.#queue.shift()?.();
    },
    join: (hear) => {
      this.#hearing.add(hear);
      return {
        send: (message) => [...this.#hearing].filter((one) => one !== hear).forEach((one) => queueMicrotask(() => one(message))),
        close: () => void this.#hearing.delete(hear),
      };
    },
  };
}

function tab(tabs: Tabs | null, asked: string[], name: string) {
  const seen: string[] = [];
  const world: LiveWorld = {
    fetch: (address) => {
      asked.push(`${name} ${address.replace(/&include=.*/, "")}`);
      if (!address.includes("/stream"))
        return Promise.resolve(Response.json({ data: address.includes("f2") ? [] : [{ id: "missed" }], nextCursor: "f2" }));
      const body = new ReadableStream<Uint8Array>({
        start: (to) => to.enqueue(new TextEncoder().encode('id: f1\nevent: event\ndata: {"id":"a"}\n\n')),
      });
      return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
    },
    wait: () => new Promise(() => undefined),
    now: () => 0,
    random: () => 1,
  };
  const feed = new SharedFeed(world, tabs?.sharing ?? null, {
    connection: () => undefined,
    events: (events) => seen.push(...events.map(({ id }) => id)),
    cells: () => undefined,
    deleted: () => undefined,
    reset: () => undefined,
    cursor: () => undefined,
    gap: () => undefined,
    refused: () => undefined,
  });
  return { feed, seen };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

it("has one stream for two tabs, and the other goes on from its cursor when the first one hides", async () => {
  const [tabs, asked] = [new Tabs(), [] as string[]];
  const [one, other] = [tab(tabs, asked, "one"), tab(tabs, asked, "other")];
  other.feed.start();
  other.feed.stop();
  await settle();
  asked.length = 0;
  one.feed.start();
  other.feed.start();
  await settle();
  expect(asked.filter((request) => request.includes("/stream"))).toHaveLength(1);
  expect(one.seen).toContain("a");

  asked.length = 0;
  one.feed.stop();
  await settle();
  expect(asked).toEqual(["other /api/v1/events/stream?after=f1"]);
});

it("catches up from its own cursor when another tab has the stream", async () => {
  const [tabs, asked] = [new Tabs(), [] as string[]];
  const [one, other] = [tab(tabs, asked, "one"), tab(tabs, asked, "other")];
  one.feed.start();
  other.feed.start();
  await settle();
  one.feed.stop();
  await settle();
  asked.length = 0;
  one.feed.start();
  await settle();

  expect(asked[0]).toBe("one /api/v1/events?after=f1");
  expect(one.seen).toContain("missed");
  expect(asked.some((request) => request.startsWith("one /api/v1/events/stream"))).toBe(false);
});

it("has a stream in each tab where tabs can't find each other", async () => {
  const asked: string[] = [];
  tab(null, asked, "one").feed.start();
  tab(null, asked, "other").feed.start();
  await settle();

  expect(asked).toEqual(["one /api/v1/events/stream?after=now", "other /api/v1/events/stream?after=now"]);
});
