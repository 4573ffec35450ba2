import { store, stored } from "../ui/stored";

const name = "pulse";

/** On a high screen the calendar leaves room for the grid, so it begins open. */
const isHigh = 1_000;

/** Whether the calendar is shown. Remembered by the browser. */
export const isOpen = stored(name, innerHeight >= isHigh, (value) => (typeof value === "boolean" ? value : null));

export const setOpen = (open: boolean) => store(name, isOpen, open);
