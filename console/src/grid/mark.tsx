import { EventText } from "../event/text";
import { type Mark, type MarkKind, withFewIncidents } from "./marks";
import "./mark.css";

const signs: Record<MarkKind, string> = {
  incident: "⚑",
  deploying: "⟳",
  failed: "✕",
  changed: "",
  behind: "▼",
  ahead: "▲",
  skipped: "»",
  rolledBack: "↺",
};

const meanings: readonly [MarkKind, string][] = [
  ["incident", "open incident"],
  ["deploying", "deploying"],
  ["failed", "failed attempt"],
  ["behind", "behind the stage before"],
  ["ahead", "ahead of it"],
  ["skipped", "skipped it"],
  ["rolledBack", "rolled back"],
  ["changed", "new version in the last hour"],
];

export const Sign = ({ kind }: { kind: MarkKind }) => (
  <span class={`mark-sign ${kind}`} aria-hidden="true">
    {signs[kind]}
  </span>
);

/** The marks of a cell. Several incidents share one sign, and a new version has none: its cell is tinted. */
export function Marks({ marks, failedVersion }: { marks: readonly Mark[]; failedVersion?: string | null | undefined }) {
  const few = withFewIncidents(marks, 1);
  return (
    <span class="marks">
      {few.map((mark, i) => (
        <span key={i}>
          {mark.kind !== "changed" && mark.kind !== few[i - 1]?.kind && <Sign kind={mark.kind} />}
          {mark.kind === "failed" && failedVersion && (
            <span class="failed-version" aria-hidden="true">
              <EventText text={failedVersion} />
            </span>
          )}
          <span class="sr-only">
            , <EventText text={mark.says} />
          </span>
        </span>
      ))}
    </span>
  );
}

export function Legend() {
  return (
    <ul class="legend" aria-label="Marks">
      {meanings.map(([kind, means]) => (
        <li key={kind}>
          <Sign kind={kind} /> {means}
        </li>
      ))}
      <li>
        <span class="mark-sign frozen" aria-hidden="true" /> frozen
      </li>
    </ul>
  );
}
