import type { Freeze } from "../cell/shape";
import { nameParts } from "../event/name-parts";
import { clockTime, shortMoment } from "../ui/when";
import type { Zone } from "../ui/zone";

/** Describes a freeze: "Freeze in PRODUCTION until 18:00: Year-end (CI)", "Freeze planned for QA from 18:00 to 20:00 (CI)". */
export function freezeInWords({ subject, source, kind, from, until, active, description }: Freeze, at: string, zone: Zone): string {
  const [start, end] = [Date.parse(from), Date.parse(until)];
  const name = kind === "maintenance" ? "Maintenance" : "Freeze";
  const where = subject ?? "all environments";
  const when = active
    ? `in ${where} until ${clockTime(end, Date.parse(at), zone)}`
    : `planned for ${where} from ${clockTime(start, Date.parse(at), zone)} to ${clockTime(end, start, zone)}`;
  return `${name} ${when}${description ? `: ${description}` : ""} (${nameParts(source).own})`;
}

/** When the last of several active freezes ends, in short: "18:00", "1 Dec". */
export function endInShort(freezes: readonly Freeze[], at: string, zone: Zone): string {
  return shortMoment(Math.max(...freezes.map((freeze) => Date.parse(freeze.until))), Date.parse(at), zone);
}

/** The active freezes of an environment. One without an environment counts for all of them, but not for events without one. */
export const freezesIn = (subject: string | null, freezes: readonly Freeze[]) =>
  subject === null ? [] : freezes.filter((freeze) => freeze.active && (freeze.subject ?? subject) === subject);
