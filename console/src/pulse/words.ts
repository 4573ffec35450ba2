import { kindInWords } from "../event/meaning";
import { nameParts } from "../event/name-parts";
import { months } from "../ui/when";
import type { Day, Days } from "./shape";

export const monthInWords = (date: string) => months[new Date(date).getUTCMonth()]!;

/** "23 Nov – 25 Nov 2026". */
export function rangeInWords(from: string, to: string): string {
  const part = (date: string) => `${Number(date.slice(8))} ${monthInWords(date)}`;
  const year = (date: string) => date.slice(0, 4);
  if (from === to) return `${part(from)} ${year(from)}`;
  return `${part(from)}${year(from) === year(to) ? "" : ` ${year(from)}`} – ${part(to)} ${year(to)}`;
}

const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** What a day had, in a line: "4 changes (3 deployment, 1 rollback), 1 failed, 1 incident opened". */
export function dayInWords(day: Day | undefined, sources: Days["sources"]): string {
  if (!day) return "nothing recorded";
  const kinds = Object.entries(day.kinds ?? {}).sort(([, one], [, other]) => other - one);
  const parts: string[] = [];
  if (day.changes) {
    const byKind = kinds.map(([kind, number]) => `${number} ${kindInWords(kind)}`).join(", ");
    parts.push(kinds.length === 1 ? `${byKind}` : `${count(day.changes, "change")} (${byKind})`);
  } else parts.push(day.events ? `no changes, ${count(day.events, "event")}` : "nothing recorded");
  if (day.failed) parts.push(`${day.failed} failed`);
  if (day.outOfHours) parts.push(`${day.outOfHours} out of hours`);
  if (day.incidents) parts.push(`${count(day.incidents, "incident")} opened`);
  if (day.severity && day.severity !== "LOW" && day.severity !== "MINOR") parts.push(`worst ${day.severity}`);
  if (day.frozen) parts.push("freeze");
  const top = (day.top ?? []).map(({ source, changes }) => `${nameParts(sources[source] ?? "").own} ${changes}`);
  return parts.join(", ") + (top.length > 0 && (day.changes ?? 0) > 1 ? `. Most: ${top.join(", ")}` : "");
}
