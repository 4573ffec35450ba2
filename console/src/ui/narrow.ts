import { signal } from "@preact/signals";

const query = typeof matchMedia === "function" ? matchMedia("(max-width: 40rem)") : null;

/** Whether the window is as narrow as a phone. */
export const isNarrow = signal(query?.matches ?? false);

query?.addEventListener("change", (e) => (isNarrow.value = e.matches));
