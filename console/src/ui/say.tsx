import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const said = signal("");
let timer: ReturnType<typeof setTimeout>;

/** A message for the page that is opened next. */
let next = "";

/** Shows a short message and announces it to screen readers. */
export function say(text: string, ms = 2500): void {
  said.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => (said.value = ""), ms);
}

/** Shows a message once the next page is there. A screen reader announces it only in a region that exists already. */
export const sayOnNextPage = (text: string) => void (next = text);

export function Said() {
  useEffect(() => {
    if (next !== "") say(next, 6000);
    next = "";
  }, []);
  return (
    <div class="said" role="status">
      {said.value && <p>{said.value}</p>}
    </div>
  );
}
