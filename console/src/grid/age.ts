const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A short text for the age at a given time. */
export function age(time: string, at: string): string {
  const span = Date.parse(at) - Date.parse(time);
  if (span < 0) return "ahead";
  if (span < minute) return "now";
  if (span < hour) return `${Math.floor(span / minute)} min`;
  if (span < 2 * day) return `${Math.floor(span / hour)} h`;
  if (span < 100 * day) return `${Math.floor(span / day)} d`;
  return span < 730 * day ? `${Math.floor(span / (30.44 * day))} mo` : `${Math.floor(span / (365.25 * day))} y`;
}
