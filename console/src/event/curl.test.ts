/// <reference types="node" />
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { curlOf, shellWord } from "./curl";

describe("a command", () => {
  it("quotes any text as one shell word", () => {
    for (const text of ["plain", "a'b", "$(reboot)", "`x`; rm -rf /", "two words\nand lines", '"', "\\", "!", "-n"]) {
      expect(execFileSync("sh", ["-c", `printf %s. ${shellWord(text)}`], { encoding: "utf8" })).toBe(`${text}.`);
    }
  });

  it("names the event by id and source", () => {
    expect(curlOf("https://ops.example", { id: "run-1", source: "it's" })).toBe(
      [
        "curl -sS -G https://ops.example/api/v1/events \\",
        '  -H "Authorization: Bearer $OPSTRAILS_KEY" \\',
        "  --data-urlencode id=run-1 \\",
        `  --data-urlencode 'source=it'\\''s'`,
      ].join("\n"),
    );
  });
});
