import { signal } from "@preact/signals";

/** The time that relative times are told from. It moves while somebody looks. */
export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 5000);

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) now.value = Date.now();
});
