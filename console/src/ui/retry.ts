const retries = new Set<() => unknown>();
const maxDelay = 30_000;

/** Errors whose reads are registered. */
const retried = new WeakSet<Error>();

/** Whether somebody tries again already what failed with this error. */
export const isRetried = (error: unknown) => error instanceof Error && retried.has(error);

let failures = 0;
let isHeld = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Registers a read that failed. It is tried again when the server is back, when the browser is online, when the tab is shown, and in
 * growing intervals. Each round calls it once; a read that fails again registers again.
 */
export function retryLater(retry: () => unknown, error?: unknown): () => void {
  retries.add(retry);
  if (error instanceof Error) retried.add(error);
  plan();
  return () => void retries.delete(retry);
}

/** While nobody is signed in, trying again is useless. */
export function holdRetries(hold: boolean): void {
  isHeld = hold;
  if (!hold) retryAll();
}

/** Tries every failed read again, now. */
export function retryAll(): void {
  if (isHeld) return;
  clearTimeout(timer);
  timer = undefined;
  const round = [...retries];
  retries.clear();
  if (round.length === 0) failures = 0;
  for (const retry of round) retry();
}

function plan(): void {
  if (timer !== undefined || document.hidden || isHeld) return;
  const delay = Math.min(maxDelay, 2000 * 2 ** failures) * (0.75 + Math.random() / 4);
  failures++;
  timer = setTimeout(() => {
    timer = undefined;
    if (document.hidden) return;
    const before = retries.size;
    retryAll();
    // Reads that succeed don't register again.
    setTimeout(() => retries.size === 0 && before > 0 && (failures = 0), maxDelay);
  }, delay);
}

/** Whether a read that failed may succeed later: there was no answer, or one that says so. */
export function mayHeal(error: unknown): boolean {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === "number" && (status === 0 || status === 401 || status === 408 || status === 429 || status >= 500);
}

if (typeof addEventListener === "function") addEventListener("online", retryAll);
if (typeof document !== "undefined")
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && retries.size > 0) retryAll();
  });
