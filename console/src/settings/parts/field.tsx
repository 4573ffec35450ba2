import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./form.css";

/** The attributes that connect a control to its label, hint and error. */
export interface Wiring {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  children: (wiring: Wiring) => ComponentChildren;
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-fault` : ""].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && <FieldError id={`${id}-fault`} text={error} />}
    </div>
  );
}

/** No alert role: the control announces it through aria-describedby. */
export function FieldError({ id, text }: { id?: string; text: string }) {
  return (
    <p class="fault" id={id}>
      <span aria-hidden="true">⚠ </span>
      {text}
    </p>
  );
}
