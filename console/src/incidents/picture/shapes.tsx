import { rollbackKind } from "../../event/meaning";
import type { Change } from "./changes";

interface Shape {
  path: string;
  isHollow?: boolean;
  isDashed?: boolean;
}

/** A shape for each kind, around 0,0 and 10 high. Hollow ones are drawn as lines. */
const shapes: Record<string, Shape> = {
  featureFlag: { path: "M0-6 6 0 0 6-6 0z" },
  configChange: { path: "M0-5.5 5.5 0 0 5.5-5.5 0z", isHollow: true },
  cachePurge: { path: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0", isHollow: true, isDashed: true },
  migration: { path: "M-5-2.5 0-5.5 5-2.5v5L0 5.5-5 2.5z" },
  dataLoad: { path: "M-5-4h10L0 5z" },
  content: { path: "M-5-4h10v8h-10z", isHollow: true },
  scaling: { path: "M-5 4h10L0-5z" },
  certificate: { path: "M0-5.5 5.3-1.7 3.2 4.5h-6.4L-5.3-1.7z", isHollow: true },
  maintenance: { path: "M-5-5h10v10h-10zM-5 5 5-5", isHollow: true },
  freeze: { path: "M-5-5h10v10h-10zM-5 0 0-5M-5 5 5-5M0 5 5 0", isHollow: true },
  incident: { path: "M-4 6v-12l9 3.5-9 3.5" },
  pipeline: { path: "M-4-5 5 0-4 5z", isHollow: true },
  removal: { path: "M-5-1.5h10v3h-10z" },
  other: { path: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0" },
};
const failed: Shape = { path: "M-5-5 5 5M-5 5 5-5", isHollow: true };
const underway: Shape = { path: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0M0-2.5V0h2.5", isHollow: true };

const sizes: Record<string, number> = { CRITICAL: 1.5, MAJOR: 1.25, MINOR: 1, LOW: 0.85 };

const arrivals = new Set(["deployment", "release", rollbackKind]);

function shapeOf({ kind, phase, outcome }: Change): Shape {
  if (outcome === "failed" || outcome === "cancelled") return failed;
  if (arrivals.has(kind)) return phase === "started" || phase === "queued" ? underway : shapes.other!;
  return shapes[kind] ?? shapes.other!;
}

/** A change as a mark: the shape says its kind, the size its severity. */
export function Mark({ change, x, y }: { change: Change; x: number; y: number }) {
  const { path, isHollow, isDashed } = shapeOf(change);
  const size = sizes[change.event.severity ?? ""] ?? 1;
  return (
    <g transform={`translate(${x} ${y}) scale(${size})`}>
      {/* A target of 24 pixels, whatever the size of the mark. */}
      <circle class="hit" r={12 / size} />
      <path class={`shape ${isHollow ? "is-hollow" : ""} ${isDashed ? "is-dashed" : ""}`} d={path} />
    </g>
  );
}

/** The sign of a rollback, at the start of the bar that it brought back. */
export const rollbackPath = "M-4.5-1.5a4.8 4.8 0 1 1-.2 3M-5.5-5v4h4";
