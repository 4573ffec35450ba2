import { describe, expect, it } from "vitest";
import type { Grid } from "../cell/shape";
import { markdownText } from "../event/markdown";
import { markdownOf, type MeantEvent, notesOf } from "./release-notes";

const grid = (cells: Record<string, string | null>) =>
  ({
    at: "2026-11-20T00:00:00Z",
    columns: [],
    rows: Object.entries(cells).map(([source, version]) => ({ source, cells: [{ subject: "PROD", version }] })),
  }) as unknown as Grid;

const event = (id: string, kind: string, more: object = {}, meaning: object = {}) =>
  ({
    id,
    source: "//github.com/acme/basket",
    subject: "PROD",
    type: kind,
    time: "2026-11-12T10:04:00Z",
    data: { description: `about ${id}` },
    ...more,
    opstrails: { kind, phase: null, outcome: null, moves: false, ...meaning },
  }) as unknown as MeantEvent;

const range = { subjects: ["PROD"], from: "2026-11-12", to: "2026-11-14" };

describe("release notes", () => {
  const notes = notesOf({
    range,
    before: grid({ "//github.com/acme/checkout": "1.97.2", basket: "2.0" }),
    after: grid({ "//github.com/acme/checkout": "1.98.0", basket: "2.0", search: "b".repeat(40) }),
    events: [
      event("flag", "featureFlag"),
      event("moved", "deployment", { version: "1.98.0" }, { moves: true }),
      event("failed", "deployment", { version: "1.99.0" }, { outcome: "failed", phase: "finished" }),
      event("begun", "deployment", {}, { phase: "started" }),
      event("build", "pipeline"),
      event("inc", "incident", {}, { phase: "opened" }),
    ],
    hasMore: true,
    incidents: [
      {
        ref: "a1b2c3d4",
        number: "INC-1",
        source: "checkout",
        subject: "PROD",
        opened: "2026-11-12T10:10:00Z",
        resolved: null,
        severity: "CRITICAL",
        description: "Answers 500",
      } as never,
    ],
  });

  it("tells from which version to which, and what else changed", () => {
    expect(notes.versions.map(({ source, from, to }) => [source, from, to])).toEqual([
      ["//github.com/acme/checkout", "1.97.2", "1.98.0"],
      ["search", null, "b".repeat(40)],
    ]);
    expect(notes.others.map(({ id }) => id)).toEqual(["failed", "flag"]);
  });

  it("becomes Markdown", () => {
    expect(markdownOf(notes, range, "utc")).toBe(
      `# What changed 12 Nov – 14 Nov 2026

PROD

## Versions

- **checkout** 1.97.2 → 1.98.0
- **search** none → bbbbbbb

## Incidents

- **INC-1 CRITICAL** checkout, opened 2026-11-12 10:10, not resolved: Answers 500

## Other changes

- 2026-11-12 10:04 Deployment failed 1.99.0 **basket**: about failed
- 2026-11-12 10:04 Feature flag **basket**: about flag

Only the newest events were read.
`,
    );
  });

  it("leaves no markup of an event", () => {
    expect(markdownText("[click](https://evil) <img>\n# **now** \u202e")).toBe(
      "\\[click\\](https://evil) \\<img\\> \\# \\*\\*now\\*\\* U+202E",
    );
  });
});
