import { plain } from "../event/event-text";
import { stateInWords } from "./one/markdown";
import type { Incident } from "./suspicion";
import "./badges.css";

/** The severity as a word on its colour. */
export function SeverityBadge({ severity }: { severity: string | null }) {
  if (severity === null) return null;
  return <span class={`incident-badge is-${severity.toLowerCase()}`}>{plain(severity)}</span>;
}

/** The state as a word: open ones stand out, closed ones don't. */
export function StateBadge({ incident }: { incident: Pick<Incident, "state"> }) {
  return <span class={`incident-badge state is-${incident.state}`}>{stateInWords[incident.state] ?? plain(incident.state)}</span>;
}
