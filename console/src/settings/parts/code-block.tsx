import { CopyButton } from "../../ui/copy-button";
import "./code-block.css";

/** A block of text with a copy button. */
export function CodeBlock({ label, text }: { label: string; text: string }) {
  return (
    <figure class="code-block">
      <figcaption>
        <span>{label}</span>
        <CopyButton text={text} label="Copy" />
      </figcaption>
      <pre tabIndex={0} aria-label={label}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
