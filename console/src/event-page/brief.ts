import type { Event } from "../api/client";
import { markdownCode, markdownText } from "../event/markdown";
import type { Changes, Followed, Ranked } from "./around";
import { descriptionOf } from "../event/description";

const maxListed = 20;

interface Brief {
  event: Event;
  /** The URL of an event's page. */
  addressOf: (event: Event) => string;
  changes: Changes | null;
  followed: Followed | null;
  history: readonly Event[] | null;
}

/** Writes the start of a post-mortem: the event, likely causes, what followed and the history of its cell. */
export function briefOf({ event, addressOf, changes, followed, history }: Brief): string {
  const line = (one: Event) => `${one.time} ${linked(one, addressOf)}${placed(one)}${described(one)}`;
  const parts = [
    `# ${markdownText(event.type)} of ${markdownText(event.source)}${event.subject === null ? "" : ` in ${markdownText(event.subject)}`}`,
    [
      `- Time: ${event.time}`,
      ...(event.severity === null ? [] : [`- Severity: ${event.severity}`]),
      ...(event.version === null ? [] : [`- Version: ${markdownCode(event.version)}`]),
      ...(descriptionOf(event) === "" ? [] : [`- Description: ${markdownText(descriptionOf(event))}`]),
      `- Event: ${addressOf(event)}`,
    ].join("\n"),
  ];
  if (changes) {
    const incomplete = changes.complete ? "" : ` Only changes since ${changes.counted.from} were ranked.`;
    parts.push("## Changes before", `From ${changes.window.from ?? "the beginning"} to ${changes.at}.${incomplete}`);
    const ranked = changes.ranked.map((one, i) =>
      [`${i + 1}. **${one.score} of 100** ${line(one.event)}`, ...one.factors.map((factor) => `   - ${factorText(factor)}`)].join("\n"),
    );
    parts.push(ranked.length === 0 ? "None." : ranked.join("\n"));
  }
  if (followed) {
    parts.push("## Events within a day after", "In the same system or environment.", listed(followed.here.map(line)));
    if (!followed.isWhole) parts.push("Too many events to list. The earliest are missing.");
  }
  if (history) parts.push("## History of the system and environment, newest first", listed(history.map(line)));
  return `${parts.join("\n\n")}\n`;
}

function factorText({ name, points, of, why }: Ranked["factors"][number]): string {
  const rated = points === null ? "not rated" : `${points} of ${of}`;
  return `${factorNames[name] ?? markdownText(name)}: ${rated}, ${markdownText(why)}`;
}

export const factorNames: Record<string, string> = {
  nearness: "Time before",
  place: "Place",
  kind: "Kind of change",
  severity: "Severity",
  newVersion: "New version",
  outsideBusinessHours: "Outside business hours",
};

const linked = (event: Event, addressOf: Brief["addressOf"]) =>
  `[${markdownText(event.type)}${event.version === null ? "" : ` ${markdownText(event.version)}`}](${addressOf(event)})`;

const placed = (event: Event) => ` of ${markdownText(event.source)}${event.subject === null ? "" : ` in ${markdownText(event.subject)}`}`;

const described = (event: Event) => (descriptionOf(event) === "" ? "" : `: ${markdownText(descriptionOf(event))}`);

function listed(lines: readonly string[]): string {
  if (lines.length === 0) return "None.";
  const rest = lines.length - maxListed;
  return [...lines.slice(0, maxListed), ...(rest > 0 ? [`and ${rest} more`] : [])].map((line) => `- ${line}`).join("\n");
}
