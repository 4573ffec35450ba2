import { signal } from "@preact/signals";

/** Whether the way in is shown. The first event does not take it away under one's eyes. */
export const isWelcoming = signal(false);
