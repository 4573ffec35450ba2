import { useEffect, useRef, useState } from "preact/hooks";
import { go, guardLeaving } from "../../ui/router";
import { Dialog } from "../../ui/dialog";

/** Asks before you leave a page with unsaved changes: by link, back and forward, or closing the tab. */
export function AskBeforeLeaving({ unsaved }: { unsaved: boolean }) {
  const [leavingTo, setLeavingTo] = useState<string | null>(null);
  const allowed = useRef(false);

  useEffect(() => {
    if (!unsaved) return;
    const unguard = guardLeaving((to) => {
      if (!allowed.current) setLeavingTo(to.href);
      return allowed.current;
    });
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", onUnload);
    return () => {
      unguard();
      removeEventListener("beforeunload", onUnload);
    };
  }, [unsaved]);

  function leave() {
    allowed.current = true;
    if (leavingTo) go(leavingTo);
  }

  return (
    <Dialog title="Leave without saving?" open={leavingTo !== null} onClose={() => setLeavingTo(null)}>
      <p>Your changes aren't saved.</p>
      <div class="form-end">
        <button type="button" class="primary" autoFocus onClick={() => setLeavingTo(null)}>
          Stay
        </button>
        <button type="button" class="danger" onClick={leave}>
          Discard changes and leave
        </button>
      </div>
    </Dialog>
  );
}
