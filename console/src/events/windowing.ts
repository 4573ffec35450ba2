/** Rows of one height, of which one may be open and higher. */
export interface Rows {
  count: number;
  height: number;
  /** Index of the open row; -1 when none is. */
  open: number;
  /** What the open row is higher than others. */
  extra: number;
}

export const totalHeight = (rows: Rows) => rows.count * rows.height + (rows.open >= 0 ? rows.extra : 0);

export const offsetOf = (rows: Rows, index: number) => index * rows.height + (rows.open >= 0 && index > rows.open ? rows.extra : 0);

/** The row that a place of the list lies in. */
export function rowAt(rows: Rows, place: number): number {
  const openEnd = rows.open >= 0 ? (rows.open + 1) * rows.height + rows.extra : Infinity;
  const openStart = rows.open * rows.height;
  const index =
    rows.open >= 0 && place >= openStart && place < openEnd
      ? rows.open
      : Math.floor((place >= openEnd ? place - rows.extra : place) / rows.height);
  return Math.min(rows.count - 1, Math.max(0, index));
}

const step = 8;

/**
 * The rows to be drawn for what can be seen of the list, with some to both sides. It moves by several rows at once, so that most of the
 * scrolling draws nothing.
 */
export function drawn(rows: Rows, top: number, bottom: number): { first: number; end: number } {
  if (rows.count === 0) return { first: 0, end: 0 };
  const first = Math.max(0, Math.floor(rowAt(rows, top) / step) * step - step);
  const end = Math.min(rows.count, Math.ceil((rowAt(rows, bottom) + 1) / step) * step + step);
  return { first, end };
}
