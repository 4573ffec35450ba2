import { type Column, type Diff, environmentName } from "../cell/shape";

/** An environment at a moment. A null subject stands for events without an environment. */
export interface Side {
  subject: string | null;
  /** As written in the address; empty means now. */
  at: string;
}

/** What is compared with what. */
export interface Sides {
  from: Side;
  to: Side;
}

const time = /^(now|-\d{1,6}[mhdw]|\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}.*)?)$/i;

const now = (at: string) => (at.toLowerCase() === "now" ? "" : at);

/** Splits a side as the API does: an environment of that whole name comes first, then a time follows the last @. */
export function readSide(text: string, at: string, names: ReadonlySet<string | null>): Side {
  const mark = text.lastIndexOf("@");
  if (names.has(text || null) || mark < 0 || !time.test(text.slice(mark + 1))) return { subject: text || null, at: now(at) };
  return { subject: text.slice(0, mark) || null, at: now(text.slice(mark + 1)) };
}

/** A side as text, for the address and the API. */
export function writeSide({ subject, at }: Side, names: ReadonlySet<string | null> = new Set()): string {
  const text = (time: string) => `${subject ?? ""}${time && `@${time}`}`;
  if (at === "" || !names.has(text(at))) return text(at);
  // An environment has this very name. The same moment in other words doesn't mean it.
  const [, count, unit] = /^-(\d+)([hdw])$/.exec(at) ?? [];
  const smaller: Record<string, readonly [number, string]> = { h: [60, "m"], d: [24, "h"], w: [7, "d"] };
  const [by, other] = smaller[unit ?? ""] ?? [];
  return text(by ? `-${Number(count) * by}${other}` : at.replace(/Z$/, "+00:00"));
}

/** Reads the sides from the address. The default is the last step of a ladder, which leads to production. */
export function readSides(address: URLSearchParams, columns: readonly Column[]): Sides | null {
  const names = new Set(columns.map((column) => column.subject));
  const at = (address.get("at") ?? "").trim();
  const chosen = (name: string) => (address.has(name) ? readSide(address.get(name)!, at, names) : null);
  const from = chosen("from");
  const to = chosen("to");
  if (from && to) return { from, to };
  if (columns.length === 0 || (columns.length < 2 && !from && !to)) return null;
  const steps = columns.filter((column) => column.next !== null);
  const step = steps.find(
    (column) =>
      (from === null || column.subject === from.subject) && (to === null || column.next === to.subject) && leadsToEnd(column, columns),
  );
  const last = step ?? steps.at(-1);
  const first = from ?? { subject: last?.subject ?? columns[0]?.subject ?? null, at: now(at) };
  const other = last?.next ?? columns.find((column) => column.subject !== first.subject)?.subject ?? first.subject;
  return { from: first, to: to ?? { subject: other, at: now(at) } };
}

const leadsToEnd = (column: Column, columns: readonly Column[]) =>
  columns.some((other) => other.subject === column.next && other.next === null);

/** The name of a side, with its moment where the two sides are one environment. */
export interface SideNames {
  from: string;
  to: string;
}

export function stateInWords(state: string, { from, to }: SideNames): string {
  const words: Record<string, string> = {
    same: "same version",
    ahead: `${to} lags behind`,
    behind: `${to} is ahead`,
    onlyHere: `only in ${from}`,
    onlyThere: `only in ${to}`,
  };
  return words[state] ?? "unknown";
}

/** The state when an environment is compared with its own past: `from` is the earlier side. */
export function changeInWords(state: string): string {
  const words: Record<string, string> = {
    same: "unchanged",
    ahead: "went back",
    behind: "new version",
    onlyHere: "no longer there",
    onlyThere: "first version",
  };
  return words[state] ?? "unknown";
}

/** Describes a finding that adds to the state; null when it only repeats it. */
export function findingInWords(finding: Diff["sources"][number]["findings"][number], { from, to }: SideNames): string | null {
  if (finding.kind === "rolledBack") return `rolled back in ${finding.side === "from" ? from : to}`;
  if (finding.kind === "aheadOfStage") return `${to} runs a newer version than ${from}: the next release would be a downgrade`;
  return finding.kind === "reachedWithoutStage" ? `reached ${to} without ${from}` : null;
}

/** Whether both sides run the same version and there is no other finding. */
export const isPlain = (source: Diff["sources"][number]) =>
  source.state === "same" && source.findings.every((finding) => finding.kind === "same");

export const namesOf = ({ from, to }: { from: { subject: string | null }; to: { subject: string | null } }): SideNames => ({
  from: environmentName(from.subject),
  to: environmentName(to.subject),
});
