/** The text of a selection with every shortened name in full, or null where none is in it. */
export function fullTextOf(selection: Selection): string | null {
  const parts: string[] = [];
  let isChanged = false;
  for (let i = 0; i < selection.rangeCount; i++) {
    const range = selection.getRangeAt(i);
    const from = range.commonAncestorContainer;
    const inside = (from instanceof Element ? from : from.parentElement)?.closest<HTMLElement>("[data-full]");
    if (inside) {
      // Part of a name stays that part.
      const isWhole = range.toString().trim() === shownText(inside);
      parts.push(isWhole ? inside.dataset.full! : range.toString());
      isChanged ||= isWhole;
      continue;
    }
    const box = document.createElement("div");
    box.append(range.cloneContents());
    const names = box.querySelectorAll<HTMLElement>("[data-full]");
    isChanged ||= names.length > 0;
    for (const name of names) name.replaceChildren(name.dataset.full!);
    for (const hidden of box.querySelectorAll(".sr-only")) hidden.remove();
    // Only a rendered element has line breaks and tabs in its text.
    box.className = "copied-names";
    document.body.append(box);
    parts.push(box.innerText ?? box.textContent);
    box.remove();
  }
  return isChanged ? parts.join("\n") : null;
}

function shownText(name: HTMLElement): string {
  const copy = name.cloneNode(true) as HTMLElement;
  for (const hidden of copy.querySelectorAll(".sr-only")) hidden.remove();
  return copy.textContent.trim();
}

/** Copies shortened names in full. */
export function copyNamesInFull(event: ClipboardEvent): void {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
    return;
  const text = fullTextOf(selection);
  if (text === null) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
}
