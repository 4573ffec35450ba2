import { useId } from "preact/hooks";
import { type ValidationError, errorAt } from "../../api/validation-errors";
import { FieldError, Field } from "../parts/field";
import { days, type HoursForm, toggleDay } from "./hours";

interface HoursFieldsProps {
  form: HoursForm;
  errors: readonly ValidationError[];
  timeZone: string;
  onChange: (form: HoursForm) => void;
}

export function HoursFields({ form, errors, timeZone, onChange }: HoursFieldsProps) {
  const id = useId();
  const daysError = errorAt(errors, "businessHours.days", true) ?? errorAt(errors, "businessHours");
  return (
    <fieldset>
      <legend>Business hours</legend>
      <label class="tick">
        <input type="checkbox" checked={form.set} onChange={(e) => onChange({ ...form, set: e.currentTarget.checked })} />
        Set business hours
      </label>
      {form.set && (
        <>
          <div class="segments" role="group" aria-label="Working days" aria-describedby={daysError ? id : undefined}>
            {days.map((day) => (
              <label key={day.id}>
                <input
                  type="checkbox"
                  checked={form.days.includes(day.id)}
                  aria-invalid={daysError ? true : undefined}
                  onChange={() => onChange(toggleDay(form, day.id))}
                />
                <span>
                  <abbr title={day.label}>{day.label.slice(0, 3)}</abbr>
                </span>
              </label>
            ))}
          </div>
          {daysError && <FieldError id={id} text={daysError} />}
          <div class="inline-fields">
            <Field label="From" error={errorAt(errors, "businessHours.from")}>
              {(wiring) => (
                <input {...wiring} type="time" value={form.from} onInput={(e) => onChange({ ...form, from: e.currentTarget.value })} />
              )}
            </Field>
            <Field label="To" error={errorAt(errors, "businessHours.to")}>
              {(wiring) => (
                <input {...wiring} type="time" value={form.to} onInput={(e) => onChange({ ...form, to: e.currentTarget.value })} />
              )}
            </Field>
          </div>
          <p class="hint">These hours apply on each selected day, in {timeZone.trim() || "the time zone above"}.</p>
        </>
      )}
    </fieldset>
  );
}
