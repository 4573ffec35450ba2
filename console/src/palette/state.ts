import { signal } from "@preact/signals";

export const isOpen = signal(false);

/** From the first time on it stays in the document: a dialog that closes gives the focus back, one that is taken away does not. */
export const isWanted = signal(false);

export function openPalette(): void {
  isOpen.value = true;
  isWanted.value = true;
}

/** Ctrl or Cmd with K opens the palette from anywhere, and closes it. */
export function followPaletteKey(): () => void {
  const onKey = (e: KeyboardEvent) => {
    if (e.key.toLowerCase() !== "k" || !(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey) return;
    e.preventDefault();
    // What another dialog asks comes first.
    if (!isOpen.peek() && document.querySelector("dialog[open]")) return;
    if (isOpen.peek()) isOpen.value = false;
    else openPalette();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
