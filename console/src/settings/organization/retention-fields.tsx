import { Field } from "../parts/field";
import type { OrganizationForm } from "./form";

interface RetentionFieldsProps {
  retention: OrganizationForm["retention"];
  error: string | undefined;
  onChange: (retention: OrganizationForm["retention"]) => void;
}

export function RetentionFields({ retention, error, onChange }: RetentionFieldsProps) {
  return (
    <fieldset>
      <legend>Retention</legend>
      <div class="segments">
        <label>
          <input type="radio" name="retention" checked={!retention.limited} onChange={() => onChange({ ...retention, limited: false })} />
          <span>Keep events forever</span>
        </label>
        <label>
          <input type="radio" name="retention" checked={retention.limited} onChange={() => onChange({ ...retention, limited: true })} />
          <span>Delete old events</span>
        </label>
      </div>
      {retention.limited && (
        <Field label="Days to keep" hint="Older events are deleted for good. The grid still shows which version runs where." error={error}>
          {(wiring) => (
            <input
              {...wiring}
              class="short"
              inputMode="numeric"
              autocomplete="off"
              value={retention.days}
              onInput={(e) => onChange({ ...retention, days: e.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </fieldset>
  );
}
