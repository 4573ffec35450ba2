import { useRef, useState } from "preact/hooks";
import { ApiFailure, isChangedMeanwhile } from "../../api/client";
import { type ValidationError, errorAt, parseValidationErrors } from "../../api/validation-errors";
import { OutLinkTo } from "../../event/links";
import { readSettings, saveSettings, type SettingsAnswer } from "../../names/load";
import { mayAdminister } from "../../session/permission";
import { ErrorNote } from "../../ui/error-note";
import { useLoaded } from "../../ui/loaded";
import { Field } from "../parts/field";
import { AskBeforeLeaving } from "../parts/unsaved";
import { examples, isChanged, maxPatterns, type Row, toRows, toWire, tryOut, wirePaths } from "./form";
import "./page.css";

/** Patterns that turn tickets and commits in events into links. */
export function LinksPage() {
  const [settings, reload] = useLoaded(readSettings);
  return (
    <section aria-labelledby="links-title">
      <h2 id="links-title" class="page-title">
        Links
      </h2>
      <p class="lead">
        Turn tickets, commits and the like in events into links. Web addresses in <code>data</code>, and commits of repositories on
        github.com, gitlab.com, bitbucket.org and codeberg.org, are links already.
      </p>
      {settings.state === "loading" && <p class="quiet">Loading settings…</p>}
      {settings.state === "failed" && <ErrorNote error={settings.error} retry={() => void reload()} />}
      {settings.state === "ready" && <LinksForm key={settings.data.revision} first={settings.data} reload={() => void reload()} />}
    </section>
  );
}

function LinksForm({ first, reload }: { first: SettingsAnswer; reload: () => void }) {
  const [base, setBase] = useState(first);
  const [rows, setRows] = useState<readonly Row[]>(() => toRows(first.data));
  const [state, setState] = useState<{ saving: boolean; error: unknown; said: string }>({ saving: false, error: null, said: "" });
  const form = useRef<HTMLFormElement>(null);
  const changed = isChanged(rows, base.data);
  const errors: ValidationError[] =
    state.error instanceof ApiFailure && state.error.code === "VALIDATION_ERROR" ? parseValidationErrors(state.error.message) : [];
  const paths = wirePaths(rows);
  const change = (at: number, row: Partial<Row>) => setRows(rows.map((one, i) => (i === at ? { ...one, ...row } : one)));
  const add = (row: Row) => {
    setRows([...rows, row]);
    requestAnimationFrame(() => form.current?.querySelector<HTMLInputElement>(`[data-pattern="${rows.length}"]`)?.focus());
  };

  async function save(): Promise<void> {
    setState({ saving: true, error: null, said: "" });
    try {
      const saved = await saveSettings({ ...base.data, links: toWire(rows) }, base.revision);
      setBase(saved);
      setRows(toRows(saved.data));
      setState({ saving: false, error: null, said: "Saved." });
    } catch (error) {
      setState({ saving: false, error, said: "" });
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    }
  }

  return (
    <form
      ref={form}
      class="form links-form"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        if (changed && !state.saving) void save();
      }}
    >
      {!mayAdminister() && <p class="note">Only owners and admins can change these settings.</p>}
      <fieldset class="bare" disabled={!mayAdminister()}>
        <legend class="sr-only">Link patterns</legend>
        {rows.length === 0 && <p class="quiet">No patterns yet.</p>}
        {rows.map((row, i) => (
          <div key={i} class="link-row panel" role="group" aria-label={`Pattern ${i + 1}`}>
            <Field label="Pattern" error={paths[i] ? errorAt(errors, `${paths[i]}.pattern`) : undefined}>
              {(wiring) => (
                <input
                  {...wiring}
                  class="mono"
                  data-pattern={i}
                  maxLength={100}
                  autocomplete="off"
                  spellcheck={false}
                  placeholder="{project}-{number}"
                  value={row.pattern}
                  onInput={(e) => change(i, { pattern: e.currentTarget.value })}
                />
              )}
            </Field>
            <Field label="Address" error={paths[i] ? errorAt(errors, `${paths[i]}.url`) : undefined}>
              {(wiring) => (
                <input
                  {...wiring}
                  class="mono"
                  type="url"
                  maxLength={500}
                  autocomplete="off"
                  spellcheck={false}
                  placeholder="https://jira.example.com/browse/{project}-{number}"
                  value={row.url}
                  onInput={(e) => change(i, { url: e.currentTarget.value })}
                />
              )}
            </Field>
            <Field label="Fields" error={paths[i] ? errorAt(errors, `${paths[i]}.fields`, true) : undefined}>
              {(wiring) => (
                <input
                  {...wiring}
                  class="mono"
                  autocomplete="off"
                  spellcheck={false}
                  placeholder="version and all of data"
                  value={row.fields}
                  onInput={(e) => change(i, { fields: e.currentTarget.value })}
                />
              )}
            </Field>
            <button
              type="button"
              class="plain"
              aria-label={`Remove pattern ${i + 1}`}
              onClick={() => setRows(rows.filter((_, at) => at !== i))}
            >
              Remove
            </button>
          </div>
        ))}
        <div class="names">
          <button type="button" disabled={rows.length >= maxPatterns} onClick={() => add({ pattern: "", url: "", fields: "" })}>
            Add pattern
          </button>
          {examples.map(({ name, row }) => (
            <button key={name} type="button" class="name-chip" disabled={rows.length >= maxPatterns} onClick={() => add(row)}>
              <span aria-hidden="true">+ </span>
              {name}
            </button>
          ))}
        </div>
        <p class="hint">
          A pattern is plain text with placeholders: <code>{"{number}"}</code>, <code>{"{project}"}</code> (2 to 10 capital letters and
          digits), <code>{"{commit}"}</code> (7 to 40 hexadecimal digits) and <code>{"{word}"}</code>. The address can also have{" "}
          <code>{"{owner}"}</code> and <code>{"{repository}"}</code>, the last two segments of the event's source. Fields are{" "}
          <code>version</code>, <code>source</code>, <code>subject</code> or members such as <code>data.ticket</code>, separated by commas.
        </p>
      </fieldset>
      <TryOut rows={rows} />
      {isChangedMeanwhile(state.error) ? (
        <div class="note" role="alert">
          <p>Someone else changed the settings. Your patterns aren't saved.</p>
          <button type="button" onClick={reload}>
            Load theirs
          </button>
        </div>
      ) : (
        state.error !== null && <ErrorNote error={errors.length > 0 ? "Not saved. Fix the marked fields." : state.error} />
      )}
      {mayAdminister() && (
        <div class="form-end">
          <button type="submit" class="primary" disabled={!changed || state.saving}>
            {state.saving ? "Saving…" : "Save"}
          </button>
          {changed && (
            <button type="button" class="plain" onClick={() => setRows(toRows(base.data))}>
              Discard changes
            </button>
          )}
        </div>
      )}
      <p role="status" class="outcome">
        {state.said}
      </p>
      <AskBeforeLeaving unsaved={changed} />
    </form>
  );
}

function TryOut({ rows }: { rows: readonly Row[] }) {
  const [text, setText] = useState("");
  const found = tryOut(rows, text, "//github.com/acme/shop");
  return (
    <div class="link-try">
      <Field label="Try it" hint="With //github.com/acme/shop as the source. Nothing is sent.">
        {(wiring) => (
          <input
            {...wiring}
            class="roomy"
            autocomplete="off"
            placeholder="Fixes ABC-12"
            value={text}
            onInput={(e) => setText(e.currentTarget.value)}
          />
        )}
      </Field>
      <div aria-live="polite">
        {text.trim() !== "" &&
          (found.length === 0 ? (
            <p class="quiet">No pattern matches.</p>
          ) : (
            <ul class="out-links">
              {found.map((url, i) => (
                <li key={i}>
                  <OutLinkTo url={url} label={url} />
                </li>
              ))}
            </ul>
          ))}
      </div>
    </div>
  );
}
