import { useId } from "preact/hooks";

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChoose: (value: T) => void;
  class?: string;
}

/** A few options side by side, of which one is chosen. They are radio buttons, so the arrow keys move between them. */
export function Choice<T extends string>({ label, value, options, onChoose, class: name = "" }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div class={`segments ${name}`} role="radiogroup" aria-label={label}>
      {options.map(([one, text]) => (
        <label key={one}>
          <input type="radio" name={id} checked={one === value} onChange={() => onChoose(one)} />
          <span>{text}</span>
        </label>
      ))}
    </div>
  );
}
