import { describe, expect, it } from "vitest";
import type { ApiFailure, Event } from "../api/client";
import { backoff, LiveFeed, type LiveWorld } from "./feed";

/** A scripted server, with a clock that moves when the feed waits. */
class World implements LiveWorld {
  time = 0;
  readonly asked: string[] = [];
  readonly waited: number[] = [];
  readonly seen: string[] = [];
  readonly cells: string[] = [];
  #connection = "";
  #answers: (() => Promise<Response>)[] = [];
  #finish = () => {};
  #done = new Promise<void>((resolve) => (this.#finish = resolve));

  answer(...answers: (() => Promise<Response>)[]): this {
    this.#answers.push(...answers);
    return this;
  }

  fetch(address: string): Promise<Response> {
    this.asked.push(address);
    const next = this.#answers.shift();
    if (next) return next();
    this.#finish();
    return new Promise(() => undefined);
  }

  /** Waiting for data never ends; waiting before a retry takes no time. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (milliseconds === 10_000 || milliseconds === 40_000)
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stopped"))));
    this.waited.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  }

  now = () => this.time;
  random = () => 1;

  /** Runs until the script ends or the feed gives up. */
  async run(cursor: string | null = "f1"): Promise<this> {
    const feed = new LiveFeed(
      this,
      {
        connection: (connection) => {
          if (this.#connection !== connection) this.seen.push(connection);
          this.#connection = connection;
        },
        events: (events: Event[]) => this.seen.push(...events.map((event) => event.id)),
        deleted: (events) => this.seen.push(...events.map((event) => `-${event.id}`)),
        cells: (cells) => this.cells.push(cells === null ? "unknown" : cells.map(({ source }) => source).join()),
        cursor: () => undefined,
        reset: () => this.seen.push("reset"),
        gap: (since: number) => (this.seen.push(`gap since ${since}`), this.#finish()),
        refused: (failure: ApiFailure) => (this.seen.push(`refused ${failure.status}`), this.#finish()),
      },
      cursor,
    );
    feed.start();
    await this.#done;
    return this;
  }
}

const stream =
  (...pieces: string[]) =>
  () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } }));
  };
const refuse = (status: number, code: string) => () => Promise.resolve(Response.json({ success: false, error: "No.", code }, { status }));
const lost = () => Promise.reject(new TypeError("Failed to fetch"));
const block = (cursor: string, id: string) => `id: ${cursor}\nevent: event\ndata: {"id":"${id}"}\n\n`;
const page =
  (nextCursor: string, ...ids: string[]) =>
  () =>
    Promise.resolve(Response.json({ success: true, data: ids.map((id) => ({ id })), nextCursor }));
const kind = (address: string) =>
  address.includes("/stream") ? "stream" : `poll for ${new URL(address, "http://x").searchParams.get("wait")}`;
const after = (address: string) => new URL(address, "http://x").searchParams.get("after");

describe("the live feed", () => {
  it("resumes from the last cursor when the stream ends", async () => {
    const world = await new World().answer(stream("id: f5\n\n", block("f6", "a"), "id: f9\n\n")).run();

    expect(world.asked.map(after)).toEqual(["f1", "f9"]);
    expect(world.seen).toEqual(["connecting", "live", "a", "offline", "connecting"]);
  });

  it("ignores an incomplete event and its cursor", async () => {
    const world = await new World().answer(stream(block("f6", "a"), 'id: f7\nevent: event\ndata: {"id"')).run();

    expect(world.asked.map(after)).toEqual(["f1", "f6"]);
    expect(world.seen).toContain("a");
  });

  it("passes deletions on in their place among the events", async () => {
    const deleted = (cursor: string, id: string) => `id: ${cursor}\nevent: deleted\ndata: {"id":"${id}","source":"BE"}\n\n`;

    const world = await new World()
      .answer(stream(block("f2", "a") + deleted("f3", "a") + block("f4", "a") + deleted("f5", "b"), block("f6", "c")))
      .run();

    expect(world.seen.slice(2, 7)).toEqual(["a", "-a", "a", "-b", "c"]);
    expect(world.asked.map(after)).toEqual(["f1", "f6"]);
  });

  it("passes a reset on", async () => {
    const world = await new World().answer(stream('id: f2\nevent: reset\ndata: {"at":"2026-01-01T00:00:00.000Z"}\n\n')).run();

    expect(world.seen).toContain("reset");
    expect(world.asked.map(after)).toEqual(["f1", "f2"]);
  });

  it("passes cells on, and says when a poll found events without their cells", async () => {
    const world = await new World()
      .answer(stream('event: cell\ndata: {"source":"BE"}\n\nevent: other\ndata: {}\n\n'), lost, lost, lost, page("f2", "a"))
      .run();

    expect(world.cells).toEqual(["BE", "unknown"]);
  });

  it("takes the deletions of a poll before its events", async () => {
    const poll = () =>
      Promise.resolve(Response.json({ data: [{ id: "a" }], nextCursor: "f9", deleted: [{ id: "a", source: "BE" }], reset: true }));

    const world = await new World().answer(lost, lost, lost, poll).run();

    expect(world.seen.filter((one) => ["a", "-a", "reset"].includes(one))).toEqual(["reset", "-a", "a"]);
  });

  it("begins now without a cursor, and resumes from the first one it hears of", async () => {
    const world = await new World().answer(stream("id: f5\n\n")).run(null);

    expect(world.asked.map(after)).toEqual(["now", "f5"]);
    expect(world.asked[0]).toBe("/api/v1/events/stream?after=now&include=cell%2Cmeaning");
  });

  it("backs off while it can't connect, then probes with a poll", async () => {
    const world = await new World().answer(lost, lost, lost, lost).run();

    expect(world.waited).toEqual([1000, 2000, 4000, 8000]);
    expect(world.asked.map(kind)).toEqual(["stream", "stream", "stream", "poll for 0", "poll for 0"]);
  });

  it("streams again when the server is back", async () => {
    const world = await new World().answer(lost, lost, lost, page("f2", "a"), stream(block("f3", "b"))).run();

    expect(world.asked.map(kind).slice(3)).toEqual(["poll for 0", "stream", "poll for 0"]);
    expect(world.seen.slice(-4)).toEqual(["a", "b", "offline", "connecting"]);
  });

  it("keeps long polling where streams are blocked", async () => {
    const world = await new World().answer(lost, lost, lost, page("f2", "a"), lost, page("f3", "b"), page("f4", "c")).run();

    expect(world.asked.map(kind).slice(3)).toEqual(["poll for 0", "stream", "poll for 0", "poll for 20", "poll for 20"]);
    expect(world.asked.slice(3).map(after)).toEqual(["f1", "f2", "f2", "f3", "f4"]);
    expect(world.seen.slice(-3)).toEqual(["live", "b", "c"]);
  });

  it("backs off when streams end at once", async () => {
    const world = await new World().answer(stream("id: f2\n\n"), stream("id: f3\n\n")).run();

    expect(world.waited).toEqual([1000, 2000]);
  });

  it("reports a gap and its start when the cursor has expired", async () => {
    const world = await new World().answer(lost, stream("id: f2\n\n"), refuse(410, "CURSOR_EXPIRED")).run();

    expect(world.seen.slice(-2)).toEqual(["off", "gap since 1000"]);
  });

  it("gives up only on a permanent refusal", async () => {
    const world = await new World()
      .answer(refuse(429, "QUOTA_EXCEEDED"), refuse(503, "SERVICE_UNAVAILABLE"), refuse(401, "UNAUTHORIZED"))
      .run();

    expect(world.asked).toHaveLength(3);
    expect(world.seen.slice(-2)).toEqual(["off", "refused 401"]);
  });

  it("treats an answer that isn't a stream as a failure", async () => {
    const world = await new World()
      .answer(() => Promise.resolve(new Response("<html>", { headers: { "Content-Type": "text/html" } })))
      .run();

    expect(world.seen).toEqual(["connecting", "offline", "connecting"]);
  });

  it("waits at most 15 s, and at least half the nominal delay", () => {
    expect([backoff(1, 0), backoff(1, 1), backoff(20, 1), backoff(20, 0)]).toEqual([500, 1000, 15_000, 7_500]);
  });
});
