/** Closes a menu on a press outside and on Escape. */
export function closeFromOutside(menu: HTMLDetailsElement): () => void {
  const onPointer = (e: Event) => {
    if (!menu.contains(e.target as Node)) menu.open = false;
  };
  const onKey = (e: KeyboardEvent) => {
    if (e.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
    e.stopPropagation();
  };
  document.addEventListener("pointerdown", onPointer);
  menu.addEventListener("keydown", onKey);
  return () => {
    document.removeEventListener("pointerdown", onPointer);
    menu.removeEventListener("keydown", onKey);
  };
}
