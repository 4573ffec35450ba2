import { signal } from "@preact/signals";

const name = "pulse";

/** On a high screen the calendar leaves room for the grid, so it begins open. */
const isHigh = 1_000;

function stored(): boolean {
  try {
    const written = localStorage.getItem(name);
    return written === null ? innerHeight >= isHigh : written === "open";
  } catch {
    return false;
  }
}

/** Whether the calendar is shown. Remembered by the browser. */
export const isOpen = signal(stored());

export function setOpen(open: boolean): void {
  isOpen.value = open;
  try {
    localStorage.setItem(name, open ? "open" : "closed");
  } catch {
    // The browser blocks storage. The choice lasts until reload.
  }
}
