import type { Scale } from "./scale";

/** The sizes of the picture for its width. */
export interface Frame {
  width: number;
  height: number;
  /** Where the plot begins and ends. */
  left: number;
  right: number;
  /** Where the lanes begin. */
  top: number;
  laneHeight: number;
  barHeight: number;
  /** The top of the bar within its lane. */
  barTop: number;
  /** Where the labels of spans below the lanes are written. */
  spanLabelY: number;
  axisY: number;
  /** Whether labels are above the bars, for want of room beside them. */
  isNarrow: boolean;
}

const narrow = 640;

export function frameOf(width: number, lanes: number): Frame {
  const isNarrow = width < narrow;
  const laneHeight = isNarrow ? 44 : 30;
  const top = 54;
  const axisY = top + Math.max(lanes, 1) * laneHeight + 18;
  return {
    width,
    height: axisY + 24,
    left: isNarrow ? 8 : width < 960 ? 150 : 210,
    right: width - 8,
    top,
    laneHeight,
    barHeight: isNarrow ? 18 : 20,
    barTop: isNarrow ? 22 : 5,
    spanLabelY: axisY - 5,
    axisY,
    isNarrow,
  };
}

export const middleOf = (frame: Frame, lane: number) => frame.top + lane * frame.laneHeight + frame.barTop + frame.barHeight / 2;

/** The visible part of a span as a place in the plot; null when nothing of it is. A moment's worth stays visible. */
export function stretch(scale: Scale, from: number, to: number, min = 0): { x: number; width: number } | null {
  const { left, width } = scale;
  const start = Math.max(scale.x(from), left);
  const end = Math.min(Math.max(scale.x(to), scale.x(from) + min), left + width);
  return end <= start ? null : { x: start, width: end - start };
}

export interface Arc {
  path: string;
  labelX: number;
  labelY: number;
  anchor: "start" | "middle" | "end";
}

/** The arc from a change to the opening of the incident, above the bars. Null when one of its ends is outside the plot. */
export function arcOf(scale: Scale, from: number, to: number, y: number, labelWidth: number): Arc | null {
  const [x1, x2] = [scale.x(from), scale.x(to)];
  const right = scale.left + scale.width;
  if (x1 < scale.left || x2 > right || x2 - x1 < 4) return null;
  const rise = Math.min(16, 8 + (x2 - x1) / 20);
  const [low, high] = [y, y - rise];
  const path = `M${round(x1)} ${low}C${round(x1 + (x2 - x1) / 4)} ${high} ${round(x2 - (x2 - x1) / 4)} ${high} ${round(x2)} ${low}`;
  // A label that doesn't fit over its arc is moved into the plot.
  const middle = (x1 + x2) / 2;
  const at = { path, labelY: y - 0.75 * rise - 5 };
  if (x2 - x1 < labelWidth && x2 - labelWidth >= scale.left) return { ...at, labelX: x2 - 8, anchor: "end" };
  if (middle - labelWidth / 2 < scale.left) return { ...at, labelX: scale.left + 4, anchor: "start" };
  return { ...at, labelX: middle, anchor: "middle" };
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Where the labels of the two ends of the band stand, so that they neither meet nor leave the picture. */
export function endLabels(
  x: { opened: number; ended: number },
  widths: { opened: number; ended: number },
  bounds: { left: number; right: number },
): { opened: "start" | "end"; ended: "start" | "end"; isEndedLower: boolean } {
  const gap = 12;
  // Zoomed in, the end is out of sight and the opening may be at the right edge.
  const isAtEdge = x.opened + widths.opened > bounds.right;
  if (isAtEdge && x.ended > bounds.right) return { opened: "end", ended: "end", isEndedLower: false };
  const endedFits = x.ended + widths.ended <= bounds.right;
  const openedFitsLeft = x.opened - widths.opened >= bounds.left;
  const apart = x.ended - x.opened;
  if (endedFits) {
    const isBetween = apart >= widths.opened + gap;
    const opened = isBetween || !openedFitsLeft ? "start" : "end";
    return { opened, ended: "start", isEndedLower: !isBetween && !openedFitsLeft };
  }
  // The end is at the right edge, so its label is written before it.
  const bothBetween = apart >= widths.opened + widths.ended + gap;
  const opened = bothBetween ? "start" : openedFitsLeft ? "end" : "start";
  const isEndedLower = !bothBetween && (!openedFitsLeft || apart < widths.ended);
  return { opened, ended: "end", isEndedLower };
}
