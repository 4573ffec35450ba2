import { describe, expect, it } from "vitest";
import type { MeantEvent } from "../picture/changes";
import type { Incident } from "../suspicion";
import { followedOf, lastedInWords } from "./followed";
import { markdownText } from "../../event/markdown";
import { markdownOf, titleOf } from "./markdown";
import type { SuspectRow } from "./suspect-rows";

const at = (clock: string) => `2026-11-27T${clock}Z`;

const incident = {
  ref: "abc",
  number: "INC-1",
  state: "resolved",
  subject: "PROD",
  source: "//github.com/acme/checkout_service",
  severity: "CRITICAL",
  description: "Answers *500*\n# now",
  opened: at("14:40:33"),
  resolved: at("15:03:10"),
  type: "incident.opened",
  followed: {},
  events: [
    { ref: "1", id: "1", source: "x", time: at("14:40:33"), phase: "opened", description: "Answers *500*\n# now" },
    { ref: "2", id: "2", source: "x", time: at("14:46:02"), phase: "acknowledged", description: null },
    { ref: "3", id: "3", source: "x", time: at("14:50:00"), phase: null, description: "Half of the\u202e pods" },
    { ref: "4", id: "4", source: "x", time: at("15:03:10"), phase: "resolved", description: "Answers *500*\n# now" },
  ],
} as unknown as Incident;

const arrival = (clock: string, version: string | null, subject: string, kind = "deployment") =>
  ({ id: clock, source: "x", subject, version, time: at(clock), opstrails: { kind, moves: true } }) as unknown as MeantEvent;

const later = [
  arrival("14:40:00", "0", "PROD"),
  arrival("15:01:48", "1.97.2", "PROD", "rollback"),
  arrival("17:20:00", "1.98.1", "STAGING"),
];

const suspect = {
  change: { event: { source: "//github.com/acme/checkout_service", version: "a".repeat(40), time: at("14:15:10") } },
  strength: "strong",
  nearness: "system",
  place: { source: "x", subject: "PROD" },
  verb: "deployed",
  actor: "j[a]ne",
  reasons: ["25 min before", "first time here"],
} as unknown as SuspectRow;

describe("the text", () => {
  const steps = followedOf(incident, later);
  const times = { end: Date.parse(at("15:03:10")), zone: "utc" as const, now: Date.parse(at("20:00:00")) };
  const given = { ...times, incident, hidden: 2, followed: steps };

  it("has title, times, suspects with reasons, what followed and the link", () => {
    expect(markdownOf({ ...given, suspects: [suspect], link: "https://ops.example/incidents?number=INC-1" })).toBe(
      [
        "## INC-1: Answers \\*500\\* \\# now",
        [
          "- **CRITICAL, resolved**, restored in 22 min 37 s",
          "- Fri 27 Nov 14:40:33 – 15:03:10 (UTC)",
          "- System: //github.com/acme/checkout\\_service, environment: PROD",
        ].join("\n"),
        "### Suspects",
        "- **strong** (same system): //github.com/acme/checkout\\_service aaaaaaa deployed in PROD at 14:15:10 by j\\[a\\]ne. " +
          "25 min before, first time here\n- and 2 more",
        "### What followed",
        [
          "- 14:46:02, 5 min after: Acknowledged",
          "- 14:50:00, 9 min after: Half of theU+202E pods",
          "- 15:01:48, 21 min after: Rollback to 1.97.2",
          "- 15:03:10, 22 min after: Resolved",
          "- 17:20:00, 2 h after: 1.98.1 reached STAGING",
        ].join("\n"),
        "[Open in OpsTrails](https://ops.example/incidents?number=INC-1)\n",
      ].join("\n\n"),
    );
  });

  it("says that there are no suspects", () => {
    expect(markdownOf({ ...given, suspects: [], hidden: 0, link: "x" })).toContain("No changes in the 2 hours before.");
  });
});

it("escapes what Markdown reads, and shows what is invisible", () => {
  expect(markdownText("a\n![b](c) <i> `d` | @e\u200b")).toBe("a \\!\\[b\\](c) \\<i\\> \\`d\\` \\| @eU+200B");
});

it("is called by what it says, or else by its number or type", () => {
  expect(titleOf({ description: null, number: "7", type: "outage" })).toBe("Incident 7");
  expect(titleOf({ description: null, number: null, type: "outage" })).toBe("outage");
});

it("says how long it lasted, also while it does", () => {
  const end = Date.parse(at("14:58:33"));
  expect(lastedInWords({ ...incident, resolved: null, state: "open" }, end)).toBe("open for 18 min");
  expect(lastedInWords({ ...incident, resolved: null, state: "notClosed" }, end)).toBe("not closed");
});
