const gap = 6;

interface Size {
  offsetWidth: number;
  offsetHeight: number;
}

/** Where a box goes that tells of a cell: beside it, so that it hides nothing of the column; below or above where the window is too narrow for that. */
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
