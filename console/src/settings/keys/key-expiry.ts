/** When a key expires. `date` is the last day it works. */
export type Expiry = { kind: "days"; days: number } | { kind: "never" } | { kind: "date"; date: string };

export const expiryChoices: readonly { id: string; label: string; expiry: Expiry }[] = [
  { id: "30", label: "30 days", expiry: { kind: "days", days: 30 } },
  { id: "90", label: "90 days", expiry: { kind: "days", days: 90 } },
  { id: "365", label: "1 year", expiry: { kind: "days", days: 365 } },
  { id: "never", label: "Never", expiry: { kind: "never" } },
  { id: "date", label: "On a date", expiry: { kind: "date", date: "" } },
];

/** The expiry for the API: null for never, undefined for an invalid or past date. */
export function expiresAt(expiry: Expiry, now: Date): string | null | undefined {
  if (expiry.kind === "never") return null;
  if (expiry.kind === "days") {
    const end = new Date(now);
    end.setDate(end.getDate() + expiry.days);
    return end.toISOString();
  }
  const end = endOfDay(expiry.date);
  return end && end > now ? end.toISOString() : undefined;
}

/** A key that expires on the 3rd works until the end of that day, in the user's time zone. */
function endOfDay(date: string): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const end = new Date(year, month - 1, day, 23, 59, 59);
  return end.getMonth() === month - 1 && end.getDate() === day ? end : null;
}
