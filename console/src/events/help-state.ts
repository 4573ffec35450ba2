import { signal } from "@preact/signals";

export const isOpen = signal(false);

function remembered(): boolean {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
}

/** Whether single letters do something. Who dictates or uses a switch may press them by accident. */
export const keysOn = signal(remembered());

export function setKeysOn(on: boolean): void {
  keysOn.value = on;
  try {
    if (on) localStorage.removeItem("keys");
    else localStorage.setItem("keys", "off");
  } catch {
    // It then lasts until the page is left.
  }
}
