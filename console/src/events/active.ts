import { computed, signal } from "@preact/signals";
import { rows } from "./timeline";

/** The key of the row that keyboard navigation is at. */
export const activeKey = signal<string | null>(null);

/** True until the active row has received the focus. */
export const wantsFocus = signal(false);

export const activeIndex = computed(() => {
  const index = rows.value.findIndex((item) => item.key === activeKey.value);
  return index < 0
    ? Math.max(
        0,
        rows.value.findIndex((item) => item.kind !== "day"),
      )
    : index;
});

/** Moves by a number of rows. The first move goes to the first row. */
export function move(by: number): void {
  const all = rows.peek();
  if (all.length === 0) return;
  const known = activeKey.peek() !== null && all.some((item) => item.key === activeKey.peek());
  let index = known ? activeIndex.peek() + by : 0;
  // The name of a day is no stop.
  while (all[index]?.kind === "day") index += known ? by : 1;
  const next = all[index];
  if (!next) return;
  activeKey.value = next.key;
  wantsFocus.value = true;
}
