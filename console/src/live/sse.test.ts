import { describe, expect, it } from "vitest";
import { SseReader } from "./sse";

const stream = ': hello\nretry: 1000\nid: f1\n\nid: f2\nevent: event\ndata: {"a":1}\n\n: keep-alive\n\nid: f3\n\n';
const blocks = [
  { id: "f1", event: "message", data: null },
  { id: "f2", event: "event", data: '{"a":1}' },
  { id: "f3", event: "message", data: null },
];

describe("a stream of server-sent events", () => {
  it("is parsed however it is chunked", () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      const reader = new SseReader();

      expect([...reader.push(stream.slice(0, cut)), ...reader.push(stream.slice(cut))]).toEqual(blocks);
    }
  });

  it("accepts all three line endings", () => {
    for (const end of ["\r\n", "\r"]) {
      const reader = new SseReader();
      const read = [...stream.replaceAll("\n", end)].flatMap((c) => reader.push(c));

      expect([...read, ...reader.push(":")]).toEqual(blocks);
    }
  });

  it("doesn't return an incomplete event", () => {
    expect(new SseReader().push('id: f1\ndata: {"a"')).toEqual([]);
  });

  it("joins lines of data", () => {
    expect(new SseReader().push("data: a\ndata: b\n\n")).toEqual([{ id: null, event: "message", data: "a\nb" }]);
  });
});
