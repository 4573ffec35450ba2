import { useEffect, useRef } from "preact/hooks";
import { CopyButton } from "../../ui/copy-button";
import { CodeBlock } from "../parts/code-block";
import type { Scope } from "./key-state";
import { snippets } from "./snippets";
import { Tabs } from "../parts/tabs";
import "../parts/secret.css";

interface IssuedKeyProps {
  name: string;
  scope: Scope;
  secret: string;
  warned: boolean;
  onCopied: () => void;
  onDone: () => void;
}

/** Shows the secret once, with snippets to paste. */
export function IssuedKey({ scope, secret, warned, onCopied, onDone }: IssuedKeyProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);

  /** Counts a copy only when it contains the key. */
  function noteCopy(event: MouseEvent) {
    const button = (event.target as Element).closest(".copy");
    if (button && (button.closest(".secret") || button.closest(".code-block")?.textContent?.includes(secret))) onCopied();
  }

  return (
    <div class="issued" onCopy={onCopied} onClick={noteCopy}>
      <p>Copy the key now and keep it in a secret store. You won't see it again.</p>
      <div class="secret">
        <input ref={box} readOnly aria-label="Key" value={secret} spellcheck={false} onFocus={(e) => e.currentTarget.select()} />
        <CopyButton text={secret} label="Copy key" />
      </div>
      {scope === "ADMIN" && (
        <p class="note">This key can change the business context and create keys. For a pipeline, “Record and read” is enough.</p>
      )}
      <h3>Use it</h3>
      <Tabs
        label="Where to use the key"
        tabs={snippets(location.origin, secret, scope).map((snippet) => ({
          id: snippet.id,
          label: snippet.label,
          content: () => (
            <>
              <p class="hint">{snippet.before}</p>
              {snippet.blocks.map((block) => (
                <CodeBlock key={snippet.id + block.label} label={block.label} text={block.text} />
              ))}
            </>
          ),
        }))}
      />
      {scope === "READ_ONLY" && (
        <p class="hint">For an assistant, use “Connect an assistant” instead. It creates the key and the configuration together.</p>
      )}
      {warned && (
        <p class="note" role="alert">
          You haven't copied the key. After you close this dialog, you can't see it again and need to create another one.
        </p>
      )}
      <div class="form-end">
        <button type="button" class={warned ? "danger" : "primary"} onClick={onDone}>
          {warned ? "Close without copying" : "Done"}
        </button>
      </div>
    </div>
  );
}
