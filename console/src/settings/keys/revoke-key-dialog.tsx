import { useState } from "preact/hooks";
import { api, get } from "../../api/client";
import { Dialog } from "../../ui/dialog";
import { ErrorNote } from "../../ui/error-note";
import { Field } from "../parts/field";
import { type Key, lastUse } from "./key-state";

interface RevokeKeyDialogProps {
  /** The key to revoke; null when the dialog is closed. */
  revoked: Key | null;
  onClose: () => void;
  onRevoked: (key: Key) => void;
}

export function RevokeKeyDialog({ revoked, onClose, onRevoked }: RevokeKeyDialogProps) {
  return (
    <Dialog title={`Revoke ${revoked?.name ?? ""}`} open={revoked !== null} onClose={onClose}>
      {revoked && <RevokeForm key={revoked.id} of={revoked} onClose={onClose} onRevoked={onRevoked} />}
    </Dialog>
  );
}

function RevokeForm({ of: key, onClose, onRevoked }: { of: Key; onClose: () => void; onRevoked: (key: Key) => void }) {
  const [typed, setTyped] = useState("");
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const matches = typed.trim() === key.name.trim();

  async function submit(event: Event) {
    event.preventDefault();
    if (!matches || state.busy) return;
    setState({ busy: true, error: null });
    try {
      await get(api.DELETE("/api/v1/keys/{id}", { params: { path: { id: key.id } } }));
      onRevoked(key);
    } catch (error) {
      setState({ busy: false, error });
    }
  }

  return (
    <form class="form" onSubmit={(e) => void submit(e)}>
      <p>
        Everything that uses this key stops working within 10 seconds, and open streams end. You can't undo this.
        {lastUse(key).kind === "used" ? " This key has been used." : ""}
      </p>
      <Field
        label="Type the key name"
        hint={
          <>
            Enter <code>{key.name}</code> to confirm.
          </>
        }
      >
        {(wiring) => (
          <input
            {...wiring}
            autoFocus
            autocomplete="off"
            spellcheck={false}
            value={typed}
            onInput={(e) => setTyped(e.currentTarget.value)}
          />
        )}
      </Field>
      {state.error !== null && <ErrorNote error={state.error} />}
      <div class="form-end">
        <button type="submit" class="danger" disabled={!matches || state.busy}>
          {state.busy ? "Revoking…" : "Revoke key"}
        </button>
        <button type="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}
