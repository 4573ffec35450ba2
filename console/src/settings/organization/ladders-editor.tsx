import { useRef } from "preact/hooks";
import { api, get } from "../../api/client";
import { type ValidationError, errorAt } from "../../api/validation-errors";
import { FieldError } from "../parts/field";
import {
  addLadder,
  addStage,
  type Ladders,
  moveStage,
  maxLadders,
  maxStages,
  removeLadder,
  removeStage,
  setStage,
  unplaced,
  wirePaths,
} from "./ladders";
import { useLoaded } from "../../ui/loaded";
import "../parts/names.css";
import "./ladders-editor.css";

async function loadSubjects(): Promise<string[]> {
  return (await get(api.GET("/api/v1/subjects"))).data.map((subject) => subject.value);
}

interface LaddersEditorProps {
  ladders: Ladders;
  errors: readonly ValidationError[];
  onChange: (ladders: Ladders) => void;
}

/** Edits ladders with buttons only, no dragging. Suggestions are optional: you can type any name. */
export function LaddersEditor({ ladders, errors, onChange }: LaddersEditorProps) {
  const [subjects] = useLoaded(loadSubjects);
  const element = useRef<HTMLFieldSetElement>(null);
  const free = subjects.state === "ready" ? unplaced(ladders, subjects.data) : [];
  const paths = wirePaths(ladders);

  /** Applies a change and keeps the focus on the row it was made to. */
  function changeAndFocus(next: Ladders, selector: string) {
    onChange(next);
    requestAnimationFrame(() => {
      const found = element.current?.querySelector<HTMLButtonElement>(selector);
      (found?.disabled ? found.closest("li")?.querySelector<HTMLElement>("input") : found)?.focus();
    });
  }

  return (
    <fieldset class="ladders" ref={element}>
      <legend>Ladders</legend>
      <p class="hint">
        The environments that a version moves through, from first to last. Without ladders, the order is guessed from the names.
      </p>
      {errorAt(errors, "ladders") && <FieldError text={errorAt(errors, "ladders")!} />}
      <datalist id="free-subjects">
        {free.map((subject) => (
          <option key={subject} value={subject} />
        ))}
      </datalist>
      {ladders.length === 0 && <p class="quiet">No ladders yet.</p>}
      {ladders.map((stages, at) => (
        <div key={at} class="ladder panel" role="group" aria-label={`Ladder ${at + 1}`} data-ladder={at}>
          <div class="ladder-head">
            <h3>Ladder {at + 1}</h3>
            <button
              type="button"
              class="plain"
              aria-label={`Remove ladder ${at + 1}`}
              onClick={() => changeAndFocus(removeLadder(ladders, at), "[data-add-ladder]")}
            >
              Remove
            </button>
          </div>
          <ol>
            {stages.map((stage, i) => {
              const error = paths[at]?.[i] ? errorAt(errors, paths[at][i]) : undefined;
              const name = stage || `stage ${i + 1}`;
              const errorId = `stage-fault-${at}-${i}`;
              return (
                <li key={i}>
                  <div class="stage">
                    <input
                      aria-label={`Ladder ${at + 1}, stage ${i + 1}`}
                      aria-invalid={error ? true : undefined}
                      aria-describedby={error ? errorId : undefined}
                      data-stage={`${at}-${i}`}
                      list="free-subjects"
                      maxLength={200}
                      autocomplete="off"
                      spellcheck={false}
                      value={stage}
                      onInput={(e) => onChange(setStage(ladders, at, i, e.currentTarget.value))}
                    />
                    <button
                      type="button"
                      class="mini"
                      aria-label={`Move ${name} up`}
                      data-up={`${at}-${i}`}
                      disabled={i === 0}
                      onClick={() => changeAndFocus(moveStage(ladders, at, i, -1), `[data-up="${at}-${i - 1}"]`)}
                    >
                      ↑
                    </button>
                    <button
                      type="button"
                      class="mini"
                      aria-label={`Move ${name} down`}
                      data-down={`${at}-${i}`}
                      disabled={i === stages.length - 1}
                      onClick={() => changeAndFocus(moveStage(ladders, at, i, 1), `[data-down="${at}-${i + 1}"]`)}
                    >
                      ↓
                    </button>
                    <button
                      type="button"
                      class="mini"
                      aria-label={`Remove ${name}`}
                      onClick={() => changeAndFocus(removeStage(ladders, at, i), `[data-ladder="${at}"] [data-add-stage]`)}
                    >
                      ✕
                    </button>
                  </div>
                  {error && <FieldError id={errorId} text={error} />}
                </li>
              );
            })}
          </ol>
          <div class="names">
            <button
              type="button"
              data-add-stage
              disabled={stages.length >= maxStages}
              onClick={() => changeAndFocus(addStage(ladders, at), `[data-stage="${at}-${stages.length}"]`)}
            >
              Add stage
            </button>
            {free.slice(0, 6).map((subject) => (
              <button
                key={subject}
                type="button"
                class="name-chip"
                aria-label={`Add ${subject} to ladder ${at + 1}`}
                onClick={() => changeAndFocus(addStage(ladders, at, subject), `[data-ladder="${at}"] [data-add-stage]`)}
              >
                <span aria-hidden="true">+ </span>
                {subject}
              </button>
            ))}
          </div>
        </div>
      ))}
      <button
        type="button"
        data-add-ladder
        disabled={ladders.length >= maxLadders}
        onClick={() => changeAndFocus(addLadder(ladders), `[data-stage="${ladders.length}-0"]`)}
      >
        Add ladder
      </button>
    </fieldset>
  );
}
