import { useCallback, useEffect, useRef, useState } from "preact/hooks";

export type Loaded<T> = { state: "loading" } | { state: "failed"; error: unknown } | { state: "ready"; data: T };

/**
 * What a panel shows, read once when it appears and again on demand. What is there stays while it is read again; a slow answer does not
 * replace that of a later question.
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
