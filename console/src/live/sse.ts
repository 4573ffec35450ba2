/** A server-sent event. One without data only carries a cursor. */
export interface SseBlock {
  id: string | null;
  event: string;
  data: string | null;
}

/**
 * Parses server-sent events (WHATWG HTML, section 9.2) from chunks of text. Replaces EventSource, which hides why a request failed and
 * skips events without data, whose ids are cursors.
 */
export class SseReader {
  #rest = "";
  #block: SseBlock = { id: null, event: "message", data: null };

  push(text: string): SseBlock[] {
    const blocks: SseBlock[] = [];
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") this.#end(blocks);
      else this.#read(line);
    }
    return blocks;
  }

  #read(line: string): void {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "id" && !value.includes("\0")) this.#block.id = value;
    else if (name === "event") this.#block.event = value;
    else if (name === "data") this.#block.data = this.#block.data === null ? value : `${this.#block.data}\n${value}`;
  }

  #end(blocks: SseBlock[]): void {
    if (this.#block.id !== null || this.#block.data !== null) blocks.push(this.#block);
    this.#block = { id: null, event: "message", data: null };
  }
}
