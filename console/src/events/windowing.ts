/** Rows of equal height, except for the names of days and one open row. */
export interface Rows {
  count: number;
  height: number;
  /** The indices of the rows that name a day, and their height. */
  days?: readonly number[];
  dayHeight?: number;
  /** The index of the open row; -1 for none. */
  open: number;
  /** The additional height of the open row. */
  extra: number;
}

/** How many of some ordered indices are before another. */
function countBefore(indices: readonly number[], index: number): number {
  let low = 0;
  let high = indices.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (indices[middle]! < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

const saved = ({ height, days = [], dayHeight = height }: Rows, index: number) => (height - dayHeight) * countBefore(days, index);

export const totalHeight = (rows: Rows) => rows.count * rows.height - saved(rows, rows.count) + (rows.open >= 0 ? rows.extra : 0);

export const offsetOf = (rows: Rows, index: number) =>
  index * rows.height - saved(rows, index) + (rows.open >= 0 && index > rows.open ? rows.extra : 0);

/** The index of the row at an offset. */
export function rowAt(rows: Rows, place: number): number {
  let low = 0;
  let high = rows.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsetOf(rows, middle) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

const step = 8;

/** The rows to draw for the visible part, plus some above and below. Moves in steps of several rows, so most scrolling renders nothing. */
export function drawn(rows: Rows, top: number, bottom: number): { first: number; end: number } {
  if (rows.count === 0) return { first: 0, end: 0 };
  const first = Math.max(0, Math.floor(rowAt(rows, top) / step) * step - step);
  const end = Math.min(rows.count, Math.ceil((rowAt(rows, bottom) + 1) / step) * step + step);
  return { first, end };
}
