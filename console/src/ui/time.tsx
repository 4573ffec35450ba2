import { now } from "./now";
import { exactTime, relativeTime, shortTime } from "./when";
import { zone } from "./zone";

const month = 30 * 24 * 3600 * 1000;

/** A time, relative up to a month and as a date after that. The title has the exact time. */
export function Time({ at, exact = false }: { at: string; exact?: boolean }) {
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return <span>{at}</span>;
  const full = exactTime(moment, zone.value);
  const old = Math.abs(now.value - moment) > month;
  return (
    <time dateTime={at} title={full}>
      {exact ? full : old ? shortTime(moment, zone.value).slice(0, 16) : relativeTime(moment, now.value)}
    </time>
  );
}
