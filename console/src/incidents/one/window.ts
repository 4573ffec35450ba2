import { isOpenIncident } from "../../event/incident";
import type { Span } from "../picture/scale";
import type { Incident } from "../suspicion";

const minute = 60_000;
const hour = 60 * minute;

/** When the incident ended: at its resolution, at its last event when it was never closed, or not before now. */
export function endOf(incident: Incident, now: number): number {
  if (incident.resolved !== null) return Date.parse(incident.resolved);
  const last = Math.max(Date.parse(incident.opened), ...(incident.events ?? []).map((event) => Date.parse(event.time)));
  return isOpenIncident(incident) ? Math.max(now, last) : last;
}

/** From two hours before the opening, or earlier to show a strong suspect, to an hour after the end, but hardly beyond now. */
export function spanOf(incident: Incident, strongSuspect: number | null, now: number): Span {
  const opened = Date.parse(incident.opened);
  const earliest = Math.min(opened - 2 * hour, (strongSuspect ?? Infinity) - 10 * minute);
  const end = Math.max(endOf(incident, now), opened);
  const room = Math.max(2 * minute, 0.05 * (end - earliest));
  return { from: earliest, to: isOpenIncident(incident) ? end + room : Math.max(end + room, Math.min(end + hour, now + room)) };
}

/**
 * What is shown first. In a long incident the time before it would be a hairline, so the picture shows the first hours; the rest is a
 * click away.
 */
export function firstView(span: Span, opened: number): Span {
  const before = opened - span.from;
  return span.to - span.from > 8 * before ? { from: span.from, to: opened + 4 * before } : span;
}
