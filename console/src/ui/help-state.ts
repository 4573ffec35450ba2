import { signal } from "@preact/signals";

export const isOpen = signal(false);

function stored(): boolean {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
}

/** Whether single-letter shortcuts are on. Speech and switch users can trigger them by accident (WCAG 2.1.4). */
export const keysOn = signal(stored());

export function setKeysOn(on: boolean): void {
  keysOn.value = on;
  try {
    if (on) localStorage.removeItem("keys");
    else localStorage.setItem("keys", "off");
  } catch {
    // The browser blocks storage. The choice lasts until reload.
  }
}

/** The help stays in the document once opened: a dialog restores the focus when it closes, but not when it is removed. */
export const isWanted = signal(false);

export function openHelp(): void {
  isOpen.value = true;
  isWanted.value = true;
}
