import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { mayHeal, retryLater } from "./retry";

export type Loaded<T> = { state: "loading" } | { state: "failed"; error: unknown } | { state: "ready"; data: T };

/**
 * Loads data when the component mounts and again on demand. Keeps the data while reloading, and ignores an answer that a newer request
 * has overtaken. A read that failed is tried again when the server is back.
 */
export function useLoaded<T>(load: () => Promise<T>): [Loaded<T>, () => Promise<void>] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" });
  const round = useRef(0);
  const cancelRetry = useRef<(() => void) | null>(null);

  const reload = useCallback(async (isRetry = false): Promise<void> => {
    const mine = ++round.current;
    cancelRetry.current?.();
    // A note about a failure stays until the retry succeeds.
    if (!isRetry) setLoaded((before) => (before.state === "ready" ? before : { state: "loading" }));
    try {
      const data = await load();
      if (mine === round.current) setLoaded({ state: "ready", data });
    } catch (error) {
      if (mine !== round.current) return;
      if (mayHeal(error)) cancelRetry.current = retryLater(() => void reload(true), error);
      setLoaded((before) => (isRetry && before.state === "failed" ? before : { state: "failed", error }));
    }
  }, [load]);

  useEffect(() => {
    void reload();
    return () => {
      round.current++;
      cancelRetry.current?.();
    };
  }, [reload]);

  return [loaded, useCallback(() => reload(), [reload])];
}
