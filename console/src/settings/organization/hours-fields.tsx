import { useId } from "preact/hooks";
import { type Fault, faultAt } from "../parts/faults";
import { FaultNote, Field } from "../parts/field";
import { days, type HoursForm, toggleDay } from "./hours";

interface HoursFieldsProps {
  form: HoursForm;
  faults: readonly Fault[];
  timeZone: string;
  onChange: (form: HoursForm) => void;
}

export function HoursFields({ form, faults, timeZone, onChange }: HoursFieldsProps) {
  const id = useId();
  const daysFault = faultAt(faults, "businessHours.days", true) ?? faultAt(faults, "businessHours");
  return (
    <fieldset>
      <legend>Business hours</legend>
      <label class="tick">
        <input type="checkbox" checked={form.set} onChange={(e) => onChange({ ...form, set: e.currentTarget.checked })} />
        Set business hours
      </label>
      {form.set && (
        <>
          <div class="segments" role="group" aria-label="Working days" aria-describedby={daysFault ? id : undefined}>
            {days.map((day) => (
              <label key={day.id}>
                <input
                  type="checkbox"
                  checked={form.days.includes(day.id)}
                  aria-invalid={daysFault ? true : undefined}
                  onChange={() => onChange(toggleDay(form, day.id))}
                />
                <span>
                  <abbr title={day.label}>{day.label.slice(0, 3)}</abbr>
                </span>
              </label>
            ))}
          </div>
          {daysFault && <FaultNote id={id} text={daysFault} />}
          <div class="inline-fields">
            <Field label="From" fault={faultAt(faults, "businessHours.from")}>
              {(wiring) => (
                <input {...wiring} type="time" value={form.from} onInput={(e) => onChange({ ...form, from: e.currentTarget.value })} />
              )}
            </Field>
            <Field label="To" fault={faultAt(faults, "businessHours.to")}>
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
