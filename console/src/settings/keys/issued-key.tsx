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
      <p>Copy the key now and keep it in a secret store. It is not shown again.</p>
      <div class="secret">
        <input ref={box} readOnly aria-label="The key" value={secret} spellcheck={false} onFocus={(e) => e.currentTarget.select()} />
        <CopyButton text={secret} label="Copy the key" />
      </div>
      {scope === "ADMIN" && (
        <p class="note">
          This key can change what every assistant reads first, and make further keys. A pipeline needs no more than “Record and read”.
        </p>
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
        <p class="hint">For an assistant, choose “Connect an assistant” instead: it makes the key and the configuration together.</p>
      )}
      {warned && (
        <p class="note" role="alert">
          The key has not been copied. Once this is closed, nobody can show it again; you would have to make another one.
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
