import { rollbackKind } from "../event/meaning";
import type { components } from "../api/schema";

export type Incident = components["schemas"]["Incident"];
export type Ranked = components["schemas"]["RankedChange"];
export type Strength = "strong" | "possible" | "weak";
export type Nearness = "system" | "environment" | "elsewhere";

const factorOf = (change: Ranked, name: string) => change.factors.find((factor) => factor.name === name);

export const pointsOf = (change: Ranked, name: string) => factorOf(change, name)?.points ?? 0;

/**
 * How strongly a change is suspected. The score is the share of the points that could be judged. In the same environment and system, a
 * deployment of a new version within the hour before has more than 75, and one two hours before has 50 to 70. A change without points for
 * its place stays weak: only its time connects it with the incident.
 */
export function strengthOf(change: Ranked): Strength {
  if (pointsOf(change, "place") === 0) return "weak";
  return change.score >= 75 ? "strong" : change.score >= 50 ? "possible" : "weak";
}

interface Place {
  source: string;
  subject: string | null;
}

/** Where a change happened, seen from the incident. Both under the names that they count as. */
export function nearnessOf(change: Place, incident: Place): Nearness {
  if (change.source === incident.source) return "system";
  return change.subject === incident.subject ? "environment" : "elsewhere";
}

export const nearnessInWords: Record<Nearness, string> = {
  system: "Same system",
  environment: "Same environment",
  elsewhere: "Elsewhere",
};

/** Groups suspects by where they happened, the most suspect first in each. Empty groups are left out. */
export function groupsOf<T extends { nearness: Nearness }>(suspects: readonly T[]): { nearness: Nearness; suspects: readonly T[] }[] {
  return (["system", "environment", "elsewhere"] as const)
    .map((nearness) => ({ nearness, suspects: suspects.filter((one) => one.nearness === nearness) }))
    .filter((group) => group.suspects.length > 0);
}

/** Why a change is suspected, in short: the factors that gave points. `more` is what else is known of it. */
export function reasonsOf(change: Ranked, more: { kind?: string; outcome?: string; inFreeze?: boolean } = {}): string[] {
  const before = change.minutesBefore;
  const span = before < 1 ? "less than a minute" : before < 60 ? `${before} min` : `${Math.floor(before / 60)} h ${before % 60} min`;
  return [
    `${span.replace(" 0 min", "")} before`,
    ...(pointsOf(change, "newVersion") > 0 ? ["first time here"] : []),
    ...(more.outcome === "failed" || more.outcome === "cancelled" ? [more.outcome] : []),
    ...(more.kind === rollbackKind ? ["rollback"] : []),
    ...(more.inFreeze ? ["in a freeze"] : []),
    ...(pointsOf(change, "outsideBusinessHours") > 0 ? ["outside business hours"] : []),
    ...(change.event.severity === "CRITICAL" || change.event.severity === "MAJOR" ? [`severity ${change.event.severity}`] : []),
  ];
}
