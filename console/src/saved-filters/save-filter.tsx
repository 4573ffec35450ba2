import { useId, useState } from "preact/hooks";
import { ApiFailure, api, get } from "../api/client";
import { eventQuery } from "../query/current";
import { describeRange } from "../query/event-query";
import { ErrorNote } from "../ui/error-note";
import { nameError, rangeToSave, type SavedFilter } from "./saved";
import "./save-filter.css";

/** Saves the current query under a name. */
export function SaveFilter({ all, onSaved }: { all: readonly SavedFilter[]; onSaved: (name: string) => void }) {
  const [name, setName] = useState("");
  const [state, setState] = useState<{ busy: boolean; invalid: string | undefined; error: unknown }>({
    busy: false,
    invalid: undefined,
    error: null,
  });
  const id = useId();
  const query = eventQuery.value;
  const range = rangeToSave(query);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const invalid = nameError(name, all);
    if (invalid) {
      setState({ busy: false, invalid, error: null });
      document.getElementById(id)?.focus();
      return;
    }
    setState({ busy: true, invalid: undefined, error: null });
    try {
      const { data } = await get(api.POST("/api/v1/filters", { body: { name: name.trim(), query: query.q, range } }));
      onSaved(data!.name);
    } catch (error) {
      // Show a name conflict at the name field.
      const taken = error instanceof ApiFailure && error.status === 409;
      setState(taken ? { busy: false, invalid: error.message, error: null } : { busy: false, invalid: undefined, error });
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
          aria-describedby={`${id}-hint${state.invalid ? ` ${id}-fault` : ""}`}
          aria-invalid={state.invalid ? true : undefined}
          value={name}
          onInput={(e) => setName(e.currentTarget.value)}
        />
        <button type="submit" class="primary" disabled={state.busy}>
          {state.busy ? "Saving…" : "Save"}
        </button>
      </span>
      {state.invalid && (
        <p class="wrong" id={`${id}-fault`} role="alert">
          {state.invalid}
        </p>
      )}
      <p class="quiet" id={`${id}-hint`}>
        {query.q ? "Saved for everyone" : "Saves all events, for everyone"}
        {range ? `, with the range ${describeRange(query).toLowerCase()}.` : ", without the range: only relative ranges are saved."}
      </p>
      {state.error !== null && <ErrorNote error={state.error} />}
    </form>
  );
}
