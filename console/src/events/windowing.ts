/** Rows of equal height, except for one open row. */
export interface Rows {
  count: number;
  height: number;
  /** The index of the open row; -1 for none. */
  open: number;
  /** The additional height of the open row. */
  extra: number;
}

export const totalHeight = (rows: Rows) => rows.count * rows.height + (rows.open >= 0 ? rows.extra : 0);

export const offsetOf = (rows: Rows, index: number) => index * rows.height + (rows.open >= 0 && index > rows.open ? rows.extra : 0);

/** The index of the row at an offset. */
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

/** The rows to draw for the visible part, plus some above and below. Moves in steps of several rows, so most scrolling renders nothing. */
export function drawn(rows: Rows, top: number, bottom: number): { first: number; end: number } {
  if (rows.count === 0) return { first: 0, end: 0 };
  const first = Math.max(0, Math.floor(rowAt(rows, top) / step) * step - step);
  const end = Math.min(rows.count, Math.ceil((rowAt(rows, bottom) + 1) / step) * step + step);
  return { first, end };
}
