import { type Signal, signal } from "@preact/signals";

/** A choice that this browser remembers. `read` checks what is stored, because anyone can write there. */
export function stored<T>(key: string, start: T, read: (value: unknown) => T | null): Signal<T> {
  let first = start;
  try {
    first = read(JSON.parse(localStorage.getItem(key) ?? "null")) ?? start;
  } catch {
    // The browser blocks storage, or it holds something else.
  }
  return signal(first);
}

/** Changes a choice and remembers it. */
export function store<T>(key: string, choice: Signal<T>, value: T): void {
  choice.value = value;
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // The choice lasts until reload.
  }
}
