import { useState } from "preact/hooks";
import { api, get } from "../../api/client";
import { EventText } from "../../event/text";
import { roleWords } from "../../session/roles";
import { session } from "../../session/session";
import { Dialog } from "../../ui/dialog";
import { ErrorNote } from "../../ui/error-note";
import type { TeamPerson } from "../../session/team";

interface RemovePersonDialogProps {
  /** The person to remove; null when the dialog is closed. */
  removed: TeamPerson | null;
  onClose: () => void;
  onRemoved: (what: string) => void;
}

export function RemovePersonDialog({ removed, onClose, onRemoved }: RemovePersonDialogProps) {
  const isMe = removed?.id === session.value?.person.id;
  return (
    <Dialog title={isMe ? "Leave the organization" : `Remove ${removed?.name ?? ""}`} open={removed !== null} onClose={onClose}>
      {removed && <RemoveForm key={removed.id} of={removed} isMe={isMe} onClose={onClose} onRemoved={onRemoved} />}
    </Dialog>
  );
}

function RemoveForm({
  of: person,
  isMe,
  onClose,
  onRemoved,
}: {
  of: TeamPerson;
  isMe: boolean;
  onClose: () => void;
  onRemoved: (what: string) => void;
}) {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

  async function remove(): Promise<void> {
    setState({ busy: true, error: null });
    try {
      await get(api.DELETE("/api/v1/people/{id}", { params: { path: { id: person.id } } }));
      onRemoved(isMe ? "You have left." : `Removed ${person.name}.`);
    } catch (error) {
      setState({ busy: false, error });
    }
  }

  return (
    <>
      <p>
        {isMe ? (
          "You are signed out everywhere within 10 seconds. You need a new invitation to come back."
        ) : (
          <>
            <EventText text={person.name} /> is signed out everywhere within 10 seconds, and needs a new invitation to come back.
          </>
        )}{" "}
        Keys that {isMe ? "you" : "they"} created keep working. Revoke the ones that shouldn't.
      </p>
      {state.error !== null && <ErrorNote error={state.error} />}
      <div class="form-end">
        <button type="button" class="danger" disabled={state.busy} onClick={() => void remove()}>
          {isMe ? "Leave" : "Remove"}
        </button>
        <button type="button" autoFocus onClick={onClose}>
          Cancel
        </button>
      </div>
    </>
  );
}

interface LowerOwnRoleDialogProps {
  /** The chosen role; null when the dialog is closed. */
  role: string | null;
  onClose: () => void;
  onSure: (role: string) => void;
}

export function LowerOwnRoleDialog({ role, onClose, onSure }: LowerOwnRoleDialogProps) {
  return (
    <Dialog title="Lower your own role" open={role !== null} onClose={onClose}>
      {role && (
        <>
          <p>As {roleWords(role).label.toLowerCase()} you can't undo this. Only someone with your current role can.</p>
          <div class="form-end">
            <button type="button" class="danger" onClick={() => onSure(role)}>
              Become {roleWords(role).label.toLowerCase()}
            </button>
            <button type="button" autoFocus onClick={onClose}>
              Keep my role
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
