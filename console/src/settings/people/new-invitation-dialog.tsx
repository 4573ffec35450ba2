import { useEffect, useRef, useState } from "preact/hooks";
import { ApiFailure, api, getData } from "../../api/client";
import { type Role, roleWords } from "../../session/roles";
import { session } from "../../session/session";
import { CopyButton } from "../../ui/copy-button";
import { Dialog } from "../../ui/dialog";
import { readDraft, useDraft } from "../../ui/drafts";
import { ErrorNote } from "../../ui/error-note";
import { errorAt, parseValidationErrors } from "../../api/validation-errors";
import { Field } from "../parts/field";
import { invitationEnd, lifetimes } from "./invitation-state";
import { rolesToGive } from "./team-rights";
import "../parts/secret.css";

const draftName = "invitation";

/** Whether an invitation was being created before a reload. */
export const isInvitationKept = () => readDraft(draftName) !== null;

interface InvitationDraft {
  role: Role;
  note: string;
  days: number;
}

interface NewInvitationDialogProps {
  open: boolean;
  /** The display name of the provider. */
  provider: string;
  onClose: () => void;
  onMade: () => void;
}

/** Creates an invitation, then shows its link once. */
export function NewInvitationDialog({ open, provider, onClose, onMade }: NewInvitationDialogProps) {
  const [url, setUrl] = useState<string | null>(null);

  function close(): void {
    onClose();
    setUrl(null);
  }

  return (
    <Dialog title={url ? "Invitation" : "New invitation"} open={open} onClose={close}>
      {url ? (
        <Made url={url} provider={provider} onDone={close} />
      ) : (
        <InvitationForm
          onCancel={close}
          onMade={(made) => {
            setUrl(made);
            onMade();
          }}
        />
      )}
    </Dialog>
  );
}

function InvitationForm({ onMade, onCancel }: { onMade: (url: string) => void; onCancel: () => void }) {
  const [kept] = useState(() => readDraft<InvitationDraft>(draftName));
  const [role, setRole] = useState<Role>(kept?.role ?? "MEMBER");
  const [note, setNote] = useState(kept?.note ?? "");
  const [days, setDays] = useState(kept?.days ?? 7);
  useDraft(draftName, note.trim() === "" ? null : { role, note, days });
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const errors =
    state.error instanceof ApiFailure && state.error.code === "VALIDATION_ERROR" ? parseValidationErrors(state.error.message) : [];

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setState({ busy: true, error: null });
    try {
      const made = await getData(
        api.POST("/api/v1/invitations", { body: { role, note: note.trim() || null, expiresAt: invitationEnd(days, new Date()) } }),
      );
      onMade(made.url);
    } catch (error) {
      setState({ busy: false, error });
    }
  }

  return (
    <form class="form" noValidate onSubmit={(e) => void submit(e)}>
      <fieldset>
        <legend>Role</legend>
        {rolesToGive(session.value?.role).map((one) => (
          <label key={one} class="choice">
            <input type="radio" name="role" checked={role === one} onChange={() => setRole(one)} />
            <span>
              <strong>{roleWords(one).label}</strong>
              <span class="hint">Can {roleWords(one).may}.</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field label="Note" hint="Shown in the list, such as the name of the invited person." error={errorAt(errors, "note")}>
        {(wiring) => <input {...wiring} autocomplete="off" maxLength={100} value={note} onInput={(e) => setNote(e.currentTarget.value)} />}
      </Field>
      <fieldset>
        <legend>Expires after</legend>
        <div class="segments">
          {lifetimes.map((one) => (
            <label key={one.days}>
              <input type="radio" name="lifetime" checked={days === one.days} onChange={() => setDays(one.days)} />
              <span>{one.label}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {state.error !== null && !errorAt(errors, "note") && <ErrorNote error={state.error} />}
      <div class="form-end">
        <button type="submit" class="primary" disabled={state.busy}>
          {state.busy ? "Creating the invitation…" : "Create invitation"}
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function Made({ url, provider, onDone }: { url: string; provider: string; onDone: () => void }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <>
      <p>Copy this link now and send it: you won't see it again. It lets one person join, who signs in with {provider}.</p>
      <div class="secret">
        <input ref={box} readOnly aria-label="Link" value={url} spellcheck={false} onFocus={(e) => e.currentTarget.select()} />
        <CopyButton text={url} label="Copy link" />
      </div>
      <div class="form-end">
        <button type="button" class="primary" onClick={onDone}>
          Done
        </button>
      </div>
    </>
  );
}
