import { computed } from "@preact/signals";
import { nameParts } from "../event/name-parts";
import { labelOf } from "../names/known";
import { isNarrow } from "../ui/narrow";
import { arrange } from "./arrange";
import { hidden, pinned } from "./choices";
import { grid, marks, view } from "./load";

/** What a system is called in the grid. */
export const systemLabel = (name: string) => labelOf("sources", name) ?? nameParts(name).own;

export const environmentLabel = (name: string) => labelOf("subjects", name) ?? name;

const wished = computed(() => {
  const { filter, sort, onlyDifferences } = view.value;
  return JSON.stringify({ filter, sort, onlyDifferences });
});

const none: typeof marks.value = new Map();

/** The part of the grid to show, in order. */
export const shown = computed(() => {
  const of = grid.value;
  if (!of) return null;
  const { filter, sort, onlyDifferences } = JSON.parse(wished.value) as Pick<typeof view.value, "filter" | "sort" | "onlyDifferences">;
  const arranged = arrange(of, {
    filter,
    sort,
    onlyDifferences,
    pinned: pinned.value,
    hidden: hidden.value,
    endsFirst: isNarrow.value,
    systemLabel,
    environmentLabel,
    // Marks come later, and only this order is about them.
    marks: sort === "differences" ? marks.value : none,
  });
  return { ...of, columns: [...arranged.columns], rows: [...arranged.rows], hidden: arranged.hidden };
});
