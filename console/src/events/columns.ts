import { computed, signal } from "@preact/signals";
import { searchParams, setSearchParams } from "../ui/router";
import { type Column, ids, readColumns, widthOf } from "./column-list";

function stored(): string | null {
  try {
    return localStorage.getItem("columns");
  } catch {
    return null;
  }
}

const remembered = signal(stored());
const written = computed(() => readColumns(searchParams.value.get("columns"))?.join(",") ?? readColumns(remembered.value)?.join(","));

/** The columns to show: those of the address, or else those chosen last. */
export const columns = computed<readonly Column[]>(() => written.value?.split(",") ?? ids);

export const tracks = computed(() => columns.value.map(widthOf).join(" "));

/** Shows columns, remembers them and writes them into the address. Null shows the standard ones. */
export function showColumns(chosen: readonly Column[] | null): void {
  const text = chosen === null || chosen.join() === ids.join() ? null : chosen.join();
  remembered.value = text;
  try {
    if (text === null) localStorage.removeItem("columns");
    else localStorage.setItem("columns", text);
  } catch {
    // The browser blocks storage. The choice lasts until reload.
  }
  setSearchParams({ columns: text });
}
