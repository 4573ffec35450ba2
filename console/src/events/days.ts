import type { Zone } from "../ui/zone";

const day = 86_400_000;
const minute = 60_000;

/** The number of the day of a moment in a zone. */
export const dayOf = (at: number, zone: Zone) => Math.floor((zone === "utc" ? at : at - new Date(at).getTimezoneOffset() * minute) / day);

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "Mon 30 Nov", with the year when it isn't this one. */
export function dayName(number: number, today: number): string {
  const date = new Date(number * day);
  const year = date.getUTCFullYear();
  const name = `${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  return year === new Date(today * day).getUTCFullYear() ? name : `${name} ${year}`;
}

/** "Today, Mon 30 Nov", "Yesterday, Sun 29 Nov", "Sat 28 Nov". */
export function dayInWords(number: number, today: number): string {
  const name = dayName(number, today);
  return number === today ? `Today, ${name}` : number === today - 1 ? `Yesterday, ${name}` : name;
}
