import { signal } from "@preact/signals";

const said = signal("");
let timer: ReturnType<typeof setTimeout>;

/** Shows a short message and announces it to screen readers. */
export function say(text: string): void {
  said.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => (said.value = ""), 2500);
}

export function Said() {
  return (
    <div class="said" role="status">
      {said.value && <p>{said.value}</p>}
    </div>
  );
}
