import { dateName } from "../ui/day";
import type { Zone } from "../ui/zone";

const day = 86_400_000;
const minute = 60_000;

/** The number of the day of a moment in a zone. */
export const dayOf = (at: number, zone: Zone) => Math.floor((zone === "utc" ? at : at - new Date(at).getTimezoneOffset() * minute) / day);

const dateOf = (number: number) => new Date(number * day).toISOString().slice(0, 10);

/** "Mon 30 Nov", with the year when it isn't this one. */
export const dayName = (number: number, today: number): string => dateName(dateOf(number), dateOf(today));

/** "Today, Mon 30 Nov", "Yesterday, Sun 29 Nov", "Sat 28 Nov". */
export function dayInWords(number: number, today: number): string {
  const name = dayName(number, today);
  return number === today ? `Today, ${name}` : number === today - 1 ? `Yesterday, ${name}` : name;
}
