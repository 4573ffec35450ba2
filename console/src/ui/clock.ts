/** Where the server's clock is, in milliseconds ahead of this one: somewhere between the two. */
let ahead = { least: -Infinity, most: Infinity };
let offset = 0;

/**
 * Learns from the Date header of an answer, which is in whole seconds. While this clock may be right, it is taken as right, so that times
 * don't jump.
 *
 * @param sent When the request was sent, and `received` when its answer came, by this clock.
 */
export function learnServerTime(date: string | null, sent: number, received: number): void {
  const at = date === null ? NaN : Date.parse(date);
  if (Number.isNaN(at)) return;
  const [least, most] = [at - received, at + 1000 - sent];
  const both = { least: Math.max(least, ahead.least), most: Math.min(most, ahead.most) };
  // One of the clocks was set.
  ahead = both.least <= both.most ? both : { least, most };
  offset = ahead.least <= 0 && ahead.most >= 0 ? 0 : (ahead.least + ahead.most) / 2;
}

/** Now, by the server's clock. */
export const serverNow = () => Date.now() + offset;
