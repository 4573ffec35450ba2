import { signal } from "@preact/signals";

const said = signal("");
let timer: ReturnType<typeof setTimeout>;

/** Says something briefly, to be seen and to be heard. */
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
