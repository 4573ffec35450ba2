import { signal } from "@preact/signals";

export const isOpen = signal(false);

/** The palette stays in the document once opened: a dialog restores the focus when it closes, but not when it is removed. */
export const isWanted = signal(false);

export function openPalette(): void {
  isOpen.value = true;
  isWanted.value = true;
}

/** Ctrl+K or Cmd+K opens and closes the palette. */
export function followPaletteKey(): () => void {
  const onKey = (e: KeyboardEvent) => {
    if (e.key.toLowerCase() !== "k" || !(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey) return;
    e.preventDefault();
    // Don't open it over another dialog.
    if (!isOpen.peek() && document.querySelector("dialog[open]")) return;
    if (isOpen.peek()) isOpen.value = false;
    else openPalette();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
