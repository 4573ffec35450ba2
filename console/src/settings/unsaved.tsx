import { useEffect, useState } from "preact/hooks";
import { go } from "../router";
import { Dialog } from "../ui/dialog";

/** Asks before a page is left whose changes would be lost: by a link of the console, by back and forward, and by closing the tab. */
export function AskBeforeLeaving({ unsaved }: { unsaved: boolean }) {
  const [leavingTo, setLeavingTo] = useState<string | null>(null);

  useEffect(() => {
    if (!unsaved) return;
    const here = location.href;

    function onUnload(event: BeforeUnloadEvent) {
      event.preventDefault();
    }

    // Both listen before the router does, which then hears nothing of it.
    function onClick(event: MouseEvent) {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = (event.target as Element).closest?.("a");
      if (!link || link.target || link.origin !== location.origin || link.dataset.external !== undefined || link.href === here) return;
      event.preventDefault();
      event.stopPropagation();
      setLeavingTo(link.href);
    }

    function onPopState(event: PopStateEvent) {
      if (location.href === here) return;
      event.stopImmediatePropagation();
      const to = location.href;
      history.pushState(null, "", here);
      setLeavingTo(to);
    }

    addEventListener("beforeunload", onUnload);
    addEventListener("click", onClick, { capture: true });
    addEventListener("popstate", onPopState, { capture: true });
    return () => {
      removeEventListener("beforeunload", onUnload);
      removeEventListener("click", onClick, { capture: true });
      removeEventListener("popstate", onPopState, { capture: true });
    };
  }, [unsaved]);

  return (
    <Dialog title="Leave without saving?" open={leavingTo !== null} onClose={() => setLeavingTo(null)}>
      <p>What you changed here is not saved yet.</p>
      <div class="form-end">
        <button type="button" class="primary" autoFocus onClick={() => setLeavingTo(null)}>
          Stay
        </button>
        <button type="button" class="danger" onClick={() => leavingTo && go(leavingTo)}>
          Leave and lose the changes
        </button>
      </div>
    </Dialog>
  );
}
