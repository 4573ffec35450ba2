import { useEffect } from "preact/hooks";

const every = 15_000;

/** Reads again while something is open and the tab is visible. */
export function useFollow(isOpen: boolean, reload: () => unknown): void {
  useEffect(() => {
    if (!isOpen) return;
    const read = () => void (document.hidden || reload());
    const timer = setInterval(read, every);
    document.addEventListener("visibilitychange", read);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [isOpen, reload]);
}
