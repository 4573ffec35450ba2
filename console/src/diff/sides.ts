import { type Column, type Diff, environmentName } from "../cell/shape";

/** The two environments to compare, and the time. Null stands for events without an environment. */
export interface Sides {
  from: string | null;
  to: string | null;
  /** As written in the address; empty means now. */
  at: string;
}

/** Reads the sides from the address. The default is the last step of a ladder, which leads to production. */
export function readSides(address: URLSearchParams, columns: readonly Column[]): Sides | null {
  const steps = columns.filter((column) => column.next !== null);
  const chosen = (name: string) => (address.has(name) ? { subject: address.get(name) || null } : null);
  const from = chosen("from");
  const to = chosen("to");
  const step = steps.find(
    (column) =>
      (from === null || column.subject === from.subject) && (to === null || column.next === to.subject) && leadsToEnd(column, columns),
  );
  const last = step ?? steps.at(-1);
  const first = from ?? { subject: last?.subject ?? columns[0]?.subject ?? null };
  const second = to ?? { subject: last?.next ?? columns.find((column) => column.subject !== first.subject)?.subject ?? null };
  if (columns.length < 2 && !(from && to)) return null;
  return { from: first.subject, to: second.subject, at: (address.get("at") ?? "").trim() };
}

const leadsToEnd = (column: Column, columns: readonly Column[]) =>
  columns.some((other) => other.subject === column.next && other.next === null);

/** Formats a side for the API. Names may contain @, so the API splits at the last one. */
export const writeSide = (subject: string | null, at: string) => `${subject ?? ""}@${at || "now"}`;

export function stateInWords(state: string, from: string | null, to: string | null): string {
  const [here, there] = [environmentName(from), environmentName(to)];
  const words: Record<string, string> = {
    same: "same version",
    ahead: `${there} lags behind`,
    behind: `${there} is ahead`,
    onlyHere: `only in ${here}`,
    onlyThere: `only in ${there}`,
  };
  return words[state] ?? "unknown";
}

/** Describes a finding that adds to the state; null when it only repeats it. */
export function findingInWords(
  finding: Diff["sources"][number]["findings"][number],
  from: string | null,
  to: string | null,
): string | null {
  if (finding.kind === "rolledBack") return `rolled back in ${environmentName(finding.side === "from" ? from : to)}`;
  if (finding.kind === "aheadOfStage")
    return `${environmentName(to)} runs a newer version than ${environmentName(from)}: the next release would be a downgrade`;
  return finding.kind === "reachedWithoutStage" ? `reached ${environmentName(to)} without ${environmentName(from)}` : null;
}

/** Whether both sides run the same version and there is no other finding. */
export const isPlain = (source: Diff["sources"][number]) =>
  source.state === "same" && source.findings.every((finding) => finding.kind === "same");
