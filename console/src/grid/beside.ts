const gap = 6;

interface Size {
  offsetWidth: number;
  offsetHeight: number;
}

/** The position of a cell's peek: next to the cell, or below or above it when the window is too narrow. */
export function besideOf(
  cell: Pick<DOMRect, "left" | "right" | "top" | "bottom">,
  box: Size,
  window: { width: number; height: number },
): { left: number; top: number } {
  const within = (at: number, size: number, whole: number) => Math.max(gap, Math.min(at, whole - size - gap));
  const top = within(cell.top, box.offsetHeight, window.height);
  if (cell.right + gap + box.offsetWidth + gap <= window.width) return { left: cell.right + gap, top };
  if (cell.left - gap - box.offsetWidth >= gap) return { left: cell.left - gap - box.offsetWidth, top };

  const isBelow = cell.bottom + gap + box.offsetHeight <= window.height;
  return {
    left: within(cell.left, box.offsetWidth, window.width),
    top: isBelow ? cell.bottom + gap : Math.max(gap, cell.top - gap - box.offsetHeight),
  };
}
