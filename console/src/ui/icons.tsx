const paths = {
  chevron: "M6 4l4 4-4 4",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zm4-1 3 3",
  pause: "M6 3v10M10 3v10",
  play: "M5 3l8 5-8 5z",
  close: "M4 4l8 8M12 4l-8 8",
  out: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zm4-1 3 3M5 7h4",
  freeze: "M2.5 2.5h11v11h-11zM2.5 8 8 2.5M2.5 13.5l11-11M8 13.5 13.5 8",
  up: "M8 13V3M4 7l4-4 4 4",
} as const;

/** A decorative icon; the label is the text next to it. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
