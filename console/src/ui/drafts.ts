import { useEffect } from "preact/hooks";

const prefix = "draft ";

/** A form that was left without saving, by a reload or an ended session. Kept for this tab. */
export function readDraft<T>(name: string): T | null {
  try {
    const kept = sessionStorage.getItem(prefix + name);
    return kept === null ? null : (JSON.parse(kept) as T);
  } catch {
    return null;
  }
}

export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(prefix + name);
  } catch {
    // The browser blocks storage, so there is none.
  }
}

/** Forgets every draft: somebody signed out, and the next one may be somebody else. */
export function dropDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {
    // The browser blocks storage, so there are none.
  }
}

/** Keeps what a form holds while it has something unsaved. Leaving the form within the console drops it. */
export function useDraft(name: string, unsaved: unknown): void {
  const text = unsaved === null ? null : JSON.stringify(unsaved);
  useEffect(() => {
    if (text === null) return dropDraft(name);
    try {
      sessionStorage.setItem(prefix + name, text);
    } catch {
      // The browser blocks storage, or it is full.
    }
  }, [name, text]);
  useEffect(() => () => dropDraft(name), [name]);
}
