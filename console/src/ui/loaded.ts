import { useCallback, useEffect, useRef, useState } from "preact/hooks";

export type Loaded<T> = { state: "loading" } | { state: "failed"; error: unknown } | { state: "ready"; data: T };

/**
 * Loads data when the component mounts and again on demand. Keeps the data while reloading, and ignores an answer that a newer request
 * has overtaken.
 */
export function useLoaded<T>(load: () => Promise<T>): [Loaded<T>, () => Promise<void>] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" });
  const round = useRef(0);

  const reload = useCallback(async () => {
    const mine = ++round.current;
    setLoaded((before) => (before.state === "ready" ? before : { state: "loading" }));
    try {
      const data = await load();
      if (mine === round.current) setLoaded({ state: "ready", data });
    } catch (error) {
      if (mine === round.current) setLoaded({ state: "failed", error });
    }
  }, [load]);

  useEffect(() => {
    void reload();
    return () => void round.current++;
  }, [reload]);

  return [loaded, reload];
}
