import { useEffect } from "preact/hooks";
import { follow } from "../live/live";

const pause = 1_000;

/** Reads again when something arrives, at most once a second. */
export function useFollow(isOpen: boolean, reload: () => unknown): void {
  useEffect(() => {
    if (!isOpen) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void reload();
      }, pause);
    };
    const stop = follow({ events: soon, deleted: soon, reset: soon, gap: soon });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [isOpen, reload]);
}
