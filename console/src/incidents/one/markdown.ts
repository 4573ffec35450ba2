import { markdownText } from "../../event/markdown";
import { shortVersion } from "../../event/name-parts";
import type { Zone } from "../../ui/zone";
import { clockBeside, dayInWords, distance } from "../span";
import { type Incident, nearnessInWords } from "../suspicion";
import type { SuspectRow } from "./suspect-rows";
import { lastedInWords, type Step } from "./followed";

export const stateInWords: Record<string, string> = {
  open: "open",
  acknowledged: "acknowledged",
  resolved: "resolved",
  notClosed: "not closed",
};

/** What an incident is called: what it says, or else its number, or its type. */
export const titleOf = ({ description, number, type }: Pick<Incident, "description" | "number" | "type">) =>
  description ?? (number === null ? type : `Incident ${number}`);

interface Given {
  incident: Incident;
  suspects: readonly SuspectRow[];
  /** Suspects that aren't listed. */
  hidden: number;
  followed: readonly Step[];
  end: number;
  zone: Zone;
  now: number;
  /** The address of the page. */
  link: string;
}

/** The incident as Markdown, for a chat or a ticket. */
export function markdownOf({ incident, suspects, hidden, followed, end, zone, now, link }: Given): string {
  const opened = Date.parse(incident.opened);
  const zoneText = zone === "utc" ? "UTC" : "local time";
  const until = incident.resolved === null ? "" : ` – ${clockBeside(end, opened, zone, true)}`;
  const state = stateInWords[incident.state] ?? incident.state;
  const number = incident.number === null ? "" : `${markdownText(incident.number)}: `;
  const parts = [
    `## ${number}${markdownText(titleOf(incident))}`,
    [
      `- **${[incident.severity, state].filter(Boolean).join(", ")}**, ${lastedInWords(incident, end)}`,
      `- ${dayInWords(opened, zone, now)} ${clockBeside(opened, opened, zone, true)}${until} (${zoneText})`,
      `- System: ${markdownText(incident.source)}${incident.subject === null ? "" : `, environment: ${markdownText(incident.subject)}`}`,
    ].join("\n"),
    "### Suspects",
    suspects.length === 0
      ? "No changes in the 2 hours before."
      : suspects.map((one) => suspectLine(one, opened, zone)).join("\n") + (hidden > 0 ? `\n- and ${hidden} more` : ""),
  ];
  const when = (at: number) => `${clockBeside(at, opened, zone, true)}, ${distance(at, opened)}`;
  const stepLine = (step: Step) => `- ${when(step.at)}: ${markdownText(stepInWords(step))}`;
  if (followed.length > 0) parts.push("### What followed", followed.map(stepLine).join("\n"));
  parts.push(`[Open in OpsTrails](${link})`);
  return `${parts.join("\n\n")}\n`;
}

function suspectLine({ change, strength, nearness, verb, reasons, place, actor }: SuspectRow, opened: number, zone: Zone): string {
  const { event } = change;
  const name = `${markdownText(event.source)}${event.version === null ? "" : ` ${markdownText(shortVersion(event.version))}`}`;
  const where = nearness === "environment" ? "" : ` in ${markdownText(place.subject ?? "no environment")}`;
  const when = clockBeside(Date.parse(event.time), opened, zone, true);
  const by = actor === "" ? "" : ` by ${markdownText(actor)}`;
  return `- **${strength}** (${nearnessInWords[nearness].toLowerCase()}): ${name} ${markdownText(verb)}${where} at ${when}${by}. ${reasons
    .map(markdownText)
    .join(", ")}`;
}

/** A step as text: "Acknowledged", "Rollback to 1.97.2", "1.98.1 reached STAGING". */
export function stepInWords(step: Step): string {
  const text = step.text === "" ? "" : `: ${step.text}`;
  const where = step.subject === null ? "" : ` in ${step.subject}`;
  const version = step.version === null ? "" : shortVersion(step.version);
  if (step.kind === "acknowledged") return `Acknowledged${text}`;
  if (step.kind === "resolved") return `Resolved${text}`;
  if (step.kind === "rolledBack") {
    const before = step.before === null || version === "" ? "to" : `${shortVersion(step.before)} →`;
    return `Rollback${version === "" ? "" : ` ${before} ${version}`}${where}`;
  }
  if (step.kind === "version") return `${version} ${step.subject === null ? "arrived here" : `reached ${step.subject}`}`;
  return step.text === "" ? "Update" : step.text;
}

