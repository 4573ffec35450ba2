import { useId, useState } from "preact/hooks";
import { ApiFailure, api, get } from "../api/client";
import { question } from "../query/asked";
import { describeRange } from "../query/question";
import { ErrorNote } from "../ui/error-note";
import { nameFault, rangeToSave, type SavedFilter } from "./saved";
import "./save-filter.css";

/** Saves the current query under a name. */
export function SaveFilter({ all, onSaved }: { all: readonly SavedFilter[]; onSaved: (name: string) => void }) {
  const [name, setName] = useState("");
  const [state, setState] = useState<{ busy: boolean; fault: string | undefined; error: unknown }>({
    busy: false,
    fault: undefined,
    error: null,
  });
  const id = useId();
  const asked = question.value;
  const range = rangeToSave(asked);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const fault = nameFault(name, all);
    if (fault) {
      setState({ busy: false, fault, error: null });
      document.getElementById(id)?.focus();
      return;
    }
    setState({ busy: true, fault: undefined, error: null });
    try {
      const { data } = await get(api.POST("/api/v1/filters", { body: { name: name.trim(), query: asked.q, range } }));
      onSaved(data!.name);
    } catch (error) {
      // Show a name conflict at the name field.
      const taken = error instanceof ApiFailure && error.status === 409;
      setState(taken ? { busy: false, fault: error.message, error: null } : { busy: false, fault: undefined, error });
    }
  }

  return (
    <form noValidate onSubmit={(e) => void submit(e)}>
      <label for={id}>Save this query as</label>
      <span class="name">
        <input
          id={id}
          maxLength={100}
          autocomplete="off"
          aria-describedby={`${id}-hint${state.fault ? ` ${id}-fault` : ""}`}
          aria-invalid={state.fault ? true : undefined}
          value={name}
          onInput={(e) => setName(e.currentTarget.value)}
        />
        <button type="submit" class="primary" disabled={state.busy}>
          {state.busy ? "Saving…" : "Save"}
        </button>
      </span>
      {state.fault && (
        <p class="wrong" id={`${id}-fault`} role="alert">
          {state.fault}
        </p>
      )}
      <p class="quiet" id={`${id}-hint`}>
        {asked.q ? "Saved for everyone" : "Saves all events, for everyone"}
        {range ? `, with the range ${describeRange(asked).toLowerCase()}.` : ", without the range: only relative ranges are saved."}
      </p>
      {state.error !== null && <ErrorNote error={state.error} />}
    </form>
  );
}
