import type { Event } from "../api/client";
import type { components } from "../api/schema";

/** The kind that the server derives for a rollback, whatever the type is called. */
export const rollbackKind = "rollback";

/** What a type or an event means. */
export type Meaning = Pick<components["schemas"]["TypeMeaning"], "kind" | "phase" | "outcome">;

const kinds: Record<string, string> = {
  configChange: "config change",
  featureFlag: "feature flag",
  dataLoad: "data load",
  cachePurge: "cache purge",
};

export const kindInWords = (kind: string) => kinds[kind] ?? kind;

/** Describes a meaning: "deployment, finished", "incident, opened" or "other". */
export function meaningInWords({ kind, phase, outcome }: Meaning): string {
  const failed = outcome === "failed" || outcome === "cancelled" ? outcome : null;
  // A failure says more than that the work finished. An incident that failed is an open one.
  const shown = phase === "finished" && failed ? [failed] : phase === "opened" ? [phase] : [phase, failed];
  return [kindInWords(kind), ...shown.filter((part) => part !== null)].join(", ");
}

/** The kind that the server derived, for events that were asked for with their meaning. */
export const derivedKind = (event: Event) => (event as { opstrails?: { kind?: string } }).opstrails?.kind;
