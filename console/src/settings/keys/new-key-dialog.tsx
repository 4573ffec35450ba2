import { useState } from "preact/hooks";
import { ApiFailure, api, get } from "../../api/client";
import { Dialog } from "../../ui/dialog";
import { readDraft, useDraft } from "../../ui/drafts";
import { ErrorNote } from "../../ui/error-note";
import { errorAt, parseValidationErrors } from "../../api/validation-errors";
import { FieldError, Field } from "../parts/field";
import { IssuedKey } from "./issued-key";
import { type Expiry, expiresAt, expiryChoices } from "./key-expiry";
import { type Scope, scopes } from "./key-state";

interface NewKeyDialogProps {
  open: boolean;
  onClose: () => void;
  onMade: () => void;
}

const draftName = "key";

/** Whether a key was being created before a reload. */
export const isKeyKept = () => readDraft(draftName) !== null;

interface KeyDraft {
  name: string;
  scope: Scope;
  choice: string;
  date: string;
}

interface Made {
  name: string;
  scope: Scope;
  secret: string;
}

/** Creates a key, then shows it once. */
export function NewKeyDialog({ open, onClose, onMade }: NewKeyDialogProps) {
  const [made, setMade] = useState<Made | null>(null);
  const [warned, setWarned] = useState(false);
  const [copied, setCopied] = useState(false);
  const [round, setRound] = useState(0);

  function close() {
    if (made && !copied && !warned) {
      setWarned(true);
      // Escape has closed the dialog already. Open it again, because the key would be lost.
      if (!document.querySelector("dialog[open]")) setRound(round + 1);
      return;
    }
    onClose();
    setMade(null);
    setWarned(false);
    setCopied(false);
  }

  return (
    <Dialog key={round} title={made ? `Key ${made.name}` : "New key"} open={open} onClose={() => open && close()}>
      {made ? (
        <IssuedKey {...made} warned={warned} onCopied={() => setCopied(true)} onDone={close} />
      ) : (
        <NewKeyForm
          onCancel={close}
          onMade={(key) => {
            setMade(key);
            onMade();
          }}
        />
      )}
    </Dialog>
  );
}

function NewKeyForm({ onMade, onCancel }: { onMade: (made: Made) => void; onCancel: () => void }) {
  const [kept] = useState(() => readDraft<KeyDraft>(draftName));
  const [name, setName] = useState(kept?.name ?? "");
  const [scope, setScope] = useState<Scope>(kept?.scope ?? "READ_WRITE");
  const [choice, setChoice] = useState(kept?.choice ?? "90");
  const [date, setDate] = useState(kept?.date ?? "");
  useDraft(draftName, name.trim() === "" ? null : { name, scope, choice, date });
  const [state, setState] = useState<{ busy: boolean; error: unknown; tried: boolean }>({ busy: false, error: null, tried: false });

  const expiry: Expiry = choice === "date" ? { kind: "date", date } : expiryChoices.find((one) => one.id === choice)!.expiry;
  const errors =
    state.error instanceof ApiFailure && state.error.code === "VALIDATION_ERROR" ? parseValidationErrors(state.error.message) : [];
  const nameError =
    errorAt(errors, "name") ?? (state.tried && name.trim() === "" ? "Enter a name that tells who uses the key." : undefined);
  const dateError =
    errorAt(errors, "expiresAt") ??
    (state.tried && expiresAt(expiry, new Date()) === undefined ? "Choose today or a later date." : undefined);

  async function submit(event: Event) {
    event.preventDefault();
    const end = expiresAt(expiry, new Date());
    const form = event.currentTarget as HTMLFormElement;
    if (name.trim() === "" || end === undefined) {
      setState({ busy: false, error: null, tried: true });
      form.querySelector<HTMLInputElement>(name.trim() === "" ? "input[name=name]" : "input[type=date]")?.focus();
      return;
    }
    setState({ busy: true, error: null, tried: true });
    try {
      const { data } = await get(api.POST("/api/v1/keys", { body: { name: name.trim(), scope, expiresAt: end } }));
      onMade({ name: data!.name, scope, secret: data!.key });
    } catch (error) {
      setState({ busy: false, error, tried: true });
    }
  }

  return (
    <form class="form" noValidate onSubmit={(e) => void submit(e)}>
      <Field label="Name" hint="Who or what uses it, such as a pipeline." error={nameError}>
        {(wiring) => (
          <input
            {...wiring}
            name="name"
            autoFocus
            autocomplete="off"
            maxLength={100}
            value={name}
            onInput={(e) => setName(e.currentTarget.value)}
          />
        )}
      </Field>
      <fieldset>
        <legend>Scope</legend>
        {scopes.map((one) => (
          <label key={one.scope} class="choice">
            <input type="radio" name="scope" checked={scope === one.scope} onChange={() => setScope(one.scope)} />
            <span>
              <strong>{one.label}</strong> <code>{one.scope}</code>
              <span class="hint">{one.about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Expires</legend>
        <div class="segments">
          {expiryChoices.map((one) => (
            <label key={one.id}>
              <input type="radio" name="expiry" checked={choice === one.id} onChange={() => setChoice(one.id)} />
              <span>{one.label}</span>
            </label>
          ))}
        </div>
        {choice === "date" && (
          <Field label="Last day" error={dateError}>
            {(wiring) => <input {...wiring} type="date" value={date} onInput={(e) => setDate(e.currentTarget.value)} />}
          </Field>
        )}
        {choice !== "date" && dateError && <FieldError text={dateError} />}
      </fieldset>
      {state.error !== null && errors.length === 0 && <ErrorNote error={state.error} />}
      <div class="form-end">
        <button type="submit" class="primary" disabled={state.busy}>
          {state.busy ? "Creating the key…" : "Create key"}
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
