import { useCallback, useRef, useState } from "preact/hooks";
import { ApiFailure, api, get, isChangedMeanwhile } from "../../api/client";
import type { components } from "../../api/schema";
import { ErrorNote } from "../../ui/error-note";
import { Time } from "../../ui/time";
import { type ValidationError, errorAt, parseValidationErrors } from "../../api/validation-errors";
import { Field } from "../parts/field";
import { HoursFields } from "./hours-fields";
import { DemoEvents } from "./demo-events";
import { LaddersEditor } from "./ladders-editor";
import { readDraft, useDraft } from "../../ui/drafts";
import { useLoaded } from "../../ui/loaded";
import { isChanged, type OrganizationForm, toForm, toWire } from "./form";
import { actorName } from "../../session/team";
import { mayAdminister } from "../../session/permission";
import { RetentionFields } from "./retention-fields";
import { AskBeforeLeaving } from "../parts/unsaved";
import "./page.css";

type Answer = components["schemas"]["SettingsAnswer"];

async function read(): Promise<Answer> {
  return get(api.GET("/api/v1/settings"));
}

export function OrganizationPage() {
  const [settings, reload] = useLoaded(read);
  return (
    <section aria-labelledby="organization-title">
      <h2 id="organization-title" class="page-title">
        Organization
      </h2>
      <p class="lead">Name, ladders, business hours and retention of events.</p>
      {settings.state === "loading" && (
        <p class="quiet" aria-busy="true">
          Loading settings…
        </p>
      )}
      {settings.state === "failed" && <ErrorNote error={settings.error} retry={() => void reload()} />}
      {settings.state === "ready" && <SettingsForm read={settings.data} />}
      {mayAdminister() && <DemoEvents />}
    </section>
  );
}

function SettingsForm({ read: first }: { read: Answer }) {
  const [kept] = useState(() => readDraft<{ form: OrganizationForm; revision: number }>("organization"));
  // Of an older revision: saving then shows what others saved since.
  const [base, setBase] = useState(kept ? { ...first, revision: kept.revision } : first);
  const [form, setForm] = useState(() => kept?.form ?? toForm(first.data));
  const [theirs, setTheirs] = useState<Answer | null>(null);
  const [state, setState] = useState<{ saving: boolean; error: unknown; said: string }>({ saving: false, error: null, said: "" });
  const element = useRef<HTMLFormElement>(null);
  const zones = useCallback(() => Intl.supportedValuesOf("timeZone"), []);

  const changed = isChanged(form, base.data);
  useDraft("organization", changed ? { form, revision: base.revision } : null);
  const errors: ValidationError[] =
    state.error instanceof ApiFailure && state.error.code === "VALIDATION_ERROR" ? parseValidationErrors(state.error.message) : [];
  const placed = errors.length > 0 && errors.every((error) => /^(name|timeZone|ladders|businessHours|retentionDays)\b/.test(error.field));

  async function save(over: Answer) {
    setState({ saving: true, error: null, said: "" });
    try {
      const params = { header: { "If-Match": `"${over.revision}"` } };
      const saved = await get(api.PUT("/api/v1/settings", { params, body: toWire(form, over.data) }));
      setBase(saved);
      setForm(toForm(saved.data));
      setTheirs(null);
      setState({ saving: false, error: null, said: "Saved." });
    } catch (error) {
      if (isChangedMeanwhile(error)) {
        const now = await read().catch(() => null);
        setTheirs(now);
        setState({ saving: false, error: now ? null : error, said: "" });
        return;
      }
      setState({ saving: false, error, said: "" });
      requestAnimationFrame(() => element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    }
  }

  function takeTheirs() {
    if (!theirs) return;
    setBase(theirs);
    setForm(toForm(theirs.data));
    setTheirs(null);
  }

  return (
    <form
      ref={element}
      class="form organization"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        if (changed && !state.saving) void save(base);
      }}
    >
      {!mayAdminister() && <p class="note">Only owners and admins can change these settings.</p>}
      <fieldset class="bare" disabled={!mayAdminister()}>
        <legend class="sr-only">Organization settings</legend>
        <Field label="Name" error={errorAt(errors, "name")}>
          {(wiring) => (
            <input
              {...wiring}
              class="roomy"
              maxLength={100}
              autocomplete="organization"
              value={form.name}
              onInput={(e) => setForm({ ...form, name: e.currentTarget.value })}
            />
          )}
        </Field>
        <LaddersEditor ladders={form.ladders} errors={errors} onChange={(ladders) => setForm((before) => ({ ...before, ladders }))} />
        <Field
          label="Time zone"
          hint="An IANA name. Used for business hours and for times without a zone."
          error={errorAt(errors, "timeZone")}
        >
          {(wiring) => (
            <>
              <input
                {...wiring}
                class="roomy"
                list="time-zones"
                autocomplete="off"
                spellcheck={false}
                value={form.timeZone}
                onInput={(e) => setForm({ ...form, timeZone: e.currentTarget.value })}
              />
              <datalist id="time-zones">
                {["UTC", ...zones()].map((zone) => (
                  <option key={zone} value={zone} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <HoursFields form={form.hours} errors={errors} timeZone={form.timeZone} onChange={(hours) => setForm({ ...form, hours })} />
        <RetentionFields
          retention={form.retention}
          error={errorAt(errors, "retentionDays")}
          onChange={(retention) => setForm({ ...form, retention })}
        />
      </fieldset>
      <div class={mayAdminister() ? "sticky" : undefined}>
        {state.error !== null && <ErrorNote error={placed ? "Not saved. Fix the marked fields." : state.error} />}
        {theirs && (
          <div class="note" role="alert">
            <p>
              Someone else saved these settings{theirs.updatedBy && `: ${actorName(theirs.updatedBy)}`}{" "}
              {theirs.updatedAt && <Time at={theirs.updatedAt} />}. Your changes aren't saved.
            </p>
            <div class="form-end">
              <button type="button" onClick={takeTheirs}>
                Use theirs
              </button>
              <button type="button" class="danger" onClick={() => void save(theirs)}>
                Overwrite with mine
              </button>
            </div>
          </div>
        )}
        {mayAdminister() && (
          <div class="form-end">
            <button type="submit" class="primary" disabled={!changed || state.saving}>
              {state.saving ? "Saving…" : "Save"}
            </button>
            {changed && (
              <button type="button" class="plain" onClick={() => setForm(toForm(base.data))}>
                Discard changes
              </button>
            )}
            <p class="quiet fine state">
              {changed ? (
                form === kept?.form ? "Restored your unsaved changes" : "Not saved"
              ) : base.updatedAt ? (
                <>
                  Saved <Time at={base.updatedAt} /> {base.updatedBy && `by ${actorName(base.updatedBy)}`}
                </>
              ) : (
                "Defaults, never changed"
              )}
            </p>
          </div>
        )}
        <p role="status" class="outcome">
          {state.said}
        </p>
      </div>
      <AskBeforeLeaving unsaved={changed} />
    </form>
  );
}
