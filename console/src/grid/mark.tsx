import { EventText } from "../event/text";
import { type Mark, type MarkKind, withFewIncidents } from "./marks";
import "./mark.css";

const signs: Record<MarkKind, string> = {
  incident: "⚑",
  deploying: "◔",
  failed: "✕",
  changed: "●",
  behind: "▼",
  ahead: "▲",
  skipped: "»",
  rolledBack: "↺",
};

const meanings: readonly [MarkKind, string][] = [
  ["incident", "open incident"],
  ["deploying", "deploying"],
  ["failed", "failed to deploy"],
  ["changed", "changed in the last hour"],
  ["behind", "lags behind the previous environment"],
  ["ahead", "ahead of the previous environment"],
  ["skipped", "skipped a stage"],
  ["rolledBack", "rolled back"],
];

export const Sign = ({ kind }: { kind: MarkKind }) => (
  <span class={`mark-sign ${kind}`} aria-hidden="true">
    {signs[kind]}
  </span>
);

/** The marks of a cell. Several incidents share one sign. */
export function Marks({ marks }: { marks: readonly Mark[] }) {
  const few = withFewIncidents(marks, 1);
  return (
    <span class="marks">
      {few.map((mark, i) => (
        <span key={i}>
          {mark.kind !== few[i - 1]?.kind && <Sign kind={mark.kind} />}
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
    </ul>
  );
}
