import { useId, useState } from "preact/hooks";
import { api, type Event, getData } from "../api/client";
import { plain } from "../event/event-text";
import { reportRemoved } from "../event/removed";
import { Dialog } from "../ui/dialog";
import { ErrorNote } from "../ui/error-note";
import { go } from "../ui/router";
import { sayOnNextPage } from "../ui/say";
import { EventFields } from "./fields";
import "./delete-event.css";

const maxReason = 500;

/** A button that deletes an event, after a confirmation with a reason. */
export function DeleteEvent({ event }: { event: Event }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" class="danger" onClick={() => setIsOpen(true)}>
        Delete event…
      </button>
      <Dialog title="Delete this event?" open={isOpen} onClose={() => setIsOpen(false)}>
        <DeleteForm event={event} onClose={() => setIsOpen(false)} />
      </Dialog>
    </>
  );
}

function DeleteForm({ event, onClose }: { event: Event; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const id = useId();
  const isReady = reason.trim() !== "" && !state.busy;

  async function submit(e: SubmitEvent): Promise<void> {
    e.preventDefault();
    if (!isReady) return;
    setState({ busy: true, error: null });
    try {
      // The id is a parameter, because not every id is valid in a path.
      const query = { id: event.id, source: event.source, reason: reason.trim() };
      await getData(api.DELETE("/api/v1/events", { params: { query } }));
    } catch (error) {
      setState({ busy: false, error });
      return;
    }
    reportRemoved();
    sayOnNextPage(`Deleted ${plain(event.type)} of ${plain(event.source)}`);
    // The page of the deleted event isn't worth a step back.
    go("/events", "replace");
  }

  return (
    <form class="delete-event" onSubmit={(e) => void submit(e)}>
      <EventFields event={event} />
      <p>The event disappears from lists, grid, counts and incidents. You can't undo this. The audit list keeps the reason.</p>
      <label for={id}>Reason</label>
      <textarea
        id={id}
        rows={2}
        required
        autoFocus
        maxLength={maxReason}
        value={reason}
        onInput={(e) => setReason(e.currentTarget.value)}
      />
      {state.error !== null && <ErrorNote error={state.error} />}
      <p class="actions">
        <button type="submit" class="danger" disabled={!isReady}>
          {state.busy ? "Deleting…" : "Delete event"}
        </button>
        <button type="button" onClick={onClose}>
          Cancel
        </button>
      </p>
    </form>
  );
}
