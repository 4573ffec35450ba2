import { signal } from "@preact/signals";

/** The reference for relative times. Updated while the tab is visible. */
export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 5000);

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) now.value = Date.now();
});
