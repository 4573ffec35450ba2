/** Shows the severity as a word and a shape, so it doesn't depend on colour. */
export function Severity({ value }: { value: string | null }) {
  if (value === null) {
    return (
      <span class="severity none">
        <span aria-hidden="true">–</span>
        <span class="sr-only">no severity</span>
      </span>
    );
  }
  return (
    <span class={`severity ${value.toLowerCase()}`}>
      <svg class="mark" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" focusable="false">
        <path d={shapes[value] ?? shapes.LOW!} />
      </svg>
      {value}
    </span>
  );
}

const shapes: Record<string, string> = {
  LOW: "M5 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  MINOR: "M1.5 1.5h7v7h-7z",
  MAJOR: "M5 .5 9.7 9H.3z",
  CRITICAL: "M3 0h4l3 3v4l-3 3H3L0 7V3z",
};
