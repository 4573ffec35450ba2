import { useEffect, useRef, useState } from "preact/hooks";
import { api, getData } from "../../api/client";
import { reportRemoved } from "../../event/removed";
import { Dialog } from "../../ui/dialog";
import { ErrorNote } from "../../ui/error-note";

/** "Removed 290 demo events." */
export const removedInWords = (count: number) =>
  count === 0 ? "There are no demo events." : `Removed ${count} demo event${count === 1 ? "" : "s"}.`;

/** Removes the events of the demo month. Other events stay. */
export function DemoEvents() {
  const [isOpen, setIsOpen] = useState(false);
  const [said, setSaid] = useState("");
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const isMounted = useRef(true);
  useEffect(() => () => void (isMounted.current = false), []);

  async function remove(): Promise<void> {
    setState({ busy: true, error: null });
    try {
      const { events } = await getData(api.DELETE("/api/v1/demo"));
      reportRemoved();
      if (!isMounted.current) return;
      setSaid(removedInWords(events));
      setState({ busy: false, error: null });
      setIsOpen(false);
    } catch (error) {
      if (isMounted.current) setState({ busy: false, error });
    }
  }

  return (
    <section class="organization" aria-labelledby="demo-title">
      <h3 id="demo-title">Demo events</h3>
      <p class="hint">If someone loaded the demo month, you can remove its events. Events that you recorded stay.</p>
      <div class="form-end">
        <button type="button" class="danger" onClick={() => setIsOpen(true)}>
          Remove demo events…
        </button>
        <p role="status" class="good">
          {said}
        </p>
      </div>
      <Dialog title="Remove demo events?" open={isOpen} onClose={() => setIsOpen(false)}>
        <p>All events of the demo month disappear from lists, grid, counts and incidents.</p>
        {state.error !== null && <ErrorNote error={state.error} />}
        <div class="form-end">
          <button type="button" class="danger" disabled={state.busy} onClick={() => void remove()}>
            {state.busy ? "Removing…" : "Remove demo events"}
          </button>
          <button type="button" autoFocus onClick={() => setIsOpen(false)}>
            Cancel
          </button>
        </div>
      </Dialog>
    </section>
  );
}
