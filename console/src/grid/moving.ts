/** The next cell with events in the direction of a key; null when there is none. Home goes no further than the first column. */
export function nextCell(
  filled: readonly (readonly boolean[])[],
  row: number,
  column: number,
  key: string,
  first = 0,
): { row: number; column: number } | null {
  const steps: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const step = steps[key];
  if (step) return walk(filled, row + step[0], column + step[1], step);
  if (key === "Home") return walk(filled, row, first, [0, 1]);
  if (key === "End") return walk(filled, row, (filled[row]?.length ?? 0) - 1, [0, -1]);
  return null;
}

function walk(
  filled: readonly (readonly boolean[])[],
  row: number,
  column: number,
  [down, right]: [number, number],
): { row: number; column: number } | null {
  for (; filled[row]?.[column] !== undefined; row += down, column += right) if (filled[row]![column]) return { row, column };
  return null;
}

/** How many rows and columns the headings add: one of links, and one of buttons. */
export const heads = 2;

/** Adds the links and buttons of the headings before the cells: in each row, and in each column of an environment. */
export function withHeads(filled: readonly (readonly boolean[])[], columns: readonly { subject: string | null }[]): boolean[][] {
  const named = columns.map((column) => column.subject !== null);
  return [[false, false, ...named], [false, false, ...named], ...filled.map((row) => [true, true, ...row])];
}
