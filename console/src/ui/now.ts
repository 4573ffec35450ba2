import { signal } from "@preact/signals";
import { serverNow } from "./clock";

/** The reference for relative times, by the server's clock. Updated while the tab is visible. */
export const now = signal(serverNow());

const update = () => !document.hidden && (now.value = serverNow());

if (typeof document !== "undefined") {
  setInterval(update, 5000);
  document.addEventListener("visibilitychange", update);
}

/** Updates at once when the server's clock turns out to be another one. */
export function followServerTime(): void {
  if (Math.abs(now.peek() - serverNow()) > 6000) now.value = serverNow();
}
