import { type Cell, type Column, type Grid, type GridRow, placeKey } from "../cell/shape";
import { commonPrefix } from "../event/name-parts";
import type { NamesOfFields } from "./choices";
import { onlyDifferences } from "./differences";
import type { Mark } from "./marks";

export const sorts = ["name", "change", "differences"] as const;
export type Sort = (typeof sorts)[number];

/** How to arrange a grid. */
export interface Wishes {
  filter: string;
  sort: Sort;
  onlyDifferences: boolean;
  pinned: NamesOfFields;
  hidden: NamesOfFields;
  /** Whether the ends of the ladders come first: on a phone only the first columns are in view. */
  endsFirst: boolean;
  /** What is shown for a name. */
  systemLabel: (name: string) => string;
  environmentLabel: (name: string) => string;
  marks: ReadonlyMap<string, readonly Mark[]>;
}

/** The part of a grid that is shown, in the order in which it is shown. */
export interface Arranged {
  columns: readonly Column[];
  rows: readonly GridRow[];
  /** How many systems and environments are hidden by choice. */
  hidden: { sources: number; subjects: number };
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export function arrange(grid: Grid, wishes: Wishes): Arranged {
  const { pinned, hidden } = wishes;
  const isHidden = (column: Column) => column.subject !== null && hidden.subjects.includes(column.subject);
  let columns: readonly Column[] = grid.columns.filter((column) => !isHidden(column));
  let rows: readonly GridRow[] = grid.rows.filter((row) => !hidden.sources.includes(row.source));
  const counts = { sources: grid.rows.length - rows.length, subjects: grid.columns.length - columns.length };

  ({ columns, rows } = filtered({ columns, rows }, wishes));
  if (wishes.onlyDifferences) ({ columns, rows } = onlyDifferences({ ...grid, columns: [...columns], rows: [...rows] }));

  const isPinnedColumn = (column: Column) => column.subject !== null && pinned.subjects.includes(column.subject);
  const isEnd = (column: Column) => wishes.endsFirst && column.next === null && (column.position ?? 0) > 0;
  const rank = (column: Column) => (isPinnedColumn(column) ? 0 : isEnd(column) ? 1 : 2);
  columns = stable(columns, (one, other) => rank(one) - rank(other));

  const order = orderOf(wishes, columns);
  const pin = (row: GridRow) => (pinned.sources.includes(row.source) ? 0 : 1);
  rows = stable(rows, (one, other) => pin(one) - pin(other) || order(one, other));
  return { columns, rows, hidden: counts };
}

const stable = <T>(all: readonly T[], compare: (one: T, other: T) => number): T[] => [...all].sort(compare);

function orderOf({ sort, systemLabel, marks }: Wishes, columns: readonly Column[]): (one: GridRow, other: GridRow) => number {
  const byName = (one: GridRow, other: GridRow) =>
    collator.compare(systemLabel(one.source), systemLabel(other.source)) || collator.compare(one.source, other.source);
  if (sort === "name") return byName;
  const shown = new Set(columns.map((column) => column.subject));
  const value = sort === "change" ? lastChange : (row: GridRow, cells: readonly Cell[]) => differences(row, cells, marks);
  const values = new Map<string, number>();
  const valueOf = (row: GridRow) => {
    let found = values.get(row.source);
    if (found === undefined) {
      found = value(
        row,
        row.cells.filter((cell) => shown.has(cell.subject)),
      );
      values.set(row.source, found);
    }
    return found;
  };
  return (one, other) => valueOf(other) - valueOf(one) || byName(one, other);
}

const lastChange = (_: GridRow, cells: readonly Cell[]) =>
  cells.reduce((latest, { lastEvent }) => (lastEvent ? Math.max(latest, Date.parse(lastEvent.time)) : latest), 0);

/** Marks of the comparison count most, then how many versions run. */
function differences(row: GridRow, cells: readonly Cell[], marks: ReadonlyMap<string, readonly Mark[]>): number {
  const found = cells.reduce((sum, { subject }) => sum + (marks.get(placeKey({ source: row.source, subject }))?.length ?? 0), 0);
  return found * 100 + new Set(cells.map((cell) => cell.version)).size;
}

const maxWords = 4;

/** Each word narrows the systems or the environments, whichever it is part of; the systems first. */
function filtered(
  { columns, rows }: Pick<Arranged, "columns" | "rows">,
  { filter, systemLabel, environmentLabel }: Wishes,
): Pick<Arranged, "columns" | "rows"> {
  const words = wordsOf(filter);
  if (words.length === 0) return { columns, rows };
  const isIn = (name: string, label: string, word: string) => name.toLowerCase().includes(word) || label.toLowerCase().includes(word);
  const some = (ways: number) => {
    const [ofRows, ofColumns] = [words.filter((_, i) => !(ways & (1 << i))), words.filter((_, i) => ways & (1 << i))];
    return {
      rows: rows.filter((row) => ofRows.every((word) => isIn(row.source, systemLabel(row.source), word))),
      columns: columns.filter((column) =>
        ofColumns.every((word) => column.subject !== null && isIn(column.subject, environmentLabel(column.subject), word)),
      ),
    };
  };
  // Each bit of `ways` says that a word is one of an environment.
  for (let ways = 0; ways < 1 << words.length; ways++) {
    const found = some(ways);
    if (found.rows.length > 0 && found.columns.length > 0) return found;
  }
  return { columns: [], rows: [] };
}

/** The words to look for. More than a few are one text. */
function wordsOf(filter: string): string[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length > maxWords ? [words.join(" ")] : words;
}

/** Columns side by side whose names begin alike: one line above them says so. */
export interface ColumnGroup {
  /** What their names share, up to a separator; empty for nothing. */
  folded: string;
  count: number;
}

/** Groups the columns of a ladder. Names with a label have nothing to share, because their beginning isn't shown. */
export function groupsOf(
  columns: readonly Column[],
  all: readonly Column[],
  hasLabel: (subject: string) => boolean = () => false,
): ColumnGroup[] {
  const folds = new Map<string, string>();
  for (const ladder of new Set(all.map((column) => column.ladder))) {
    if (ladder === null) continue;
    const names = all.flatMap(({ ladder: own, subject }) => (own === ladder && subject !== null && !hasLabel(subject) ? [subject] : []));
    folds.set(ladder, commonPrefix(names));
  }
  const groups: (ColumnGroup & { ladder: string | null })[] = [];
  for (const { ladder, subject } of columns) {
    const fold = ladder === null || subject === null || hasLabel(subject) ? "" : (folds.get(ladder) ?? "");
    const last = groups.at(-1);
    if (last && last.ladder === ladder && last.folded === fold && ladder !== null) last.count++;
    else groups.push({ ladder, folded: fold, count: 1 });
  }
  return groups.map(({ folded, count }) => ({ folded, count }));
}

/** What a fold is called: "SHOPMAX" of "SHOPMAX-". */
export const foldName = (folded: string) => folded.replace(/[-_/:. ]+$/, "");
