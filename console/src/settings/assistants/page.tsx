import { useState } from "preact/hooks";
import { api, get } from "../../api/client";
import { ErrorNote } from "../../ui/error-note";
import { assistants, keyToCome, mcpUrl } from "./assistants";
import { CodeBlock } from "../parts/code-block";
import { Field } from "../parts/field";
import { expiresAt, expiryChoices } from "../keys/key-expiry";
import { mayAdminister } from "../../session/permission";
import { Tabs } from "../parts/tabs";

export function AssistantPage() {
  const [key, setKey] = useState<string | null>(null);
  const origin = location.origin;
  return (
    <section aria-labelledby="assistant-title">
      <h2 id="assistant-title" class="page-title">
        Connect an assistant
      </h2>
      <p class="lead">
        Assistants query changes from this server over MCP. They read your business context first and have read-only access.
      </p>
      <CodeBlock label="MCP server (streamable HTTP)" text={mcpUrl(origin)} />

      <h3>1. Create a key</h3>
      {mayAdminister() ? (
        <ReadKey made={key !== null} onMade={setKey} />
      ) : (
        <p class="panel">Ask an owner or admin for a READ_ONLY key. Replace {keyToCome} with it.</p>
      )}

      <h3>2. Configure the assistant</h3>
      <p class="hint">
        {key
          ? "The key is filled in below. You won't see it again after you leave this page."
          : `${keyToCome} is a placeholder until you create a key.`}
      </p>
      <Tabs
        label="Assistants"
        tabs={assistants(origin, key ?? keyToCome).map((assistant) => ({
          id: assistant.id,
          label: assistant.label,
          content: () => (
            <>
              {assistant.blocks.map((block) => (
                <CodeBlock key={assistant.id + block.label} label={block.label} text={block.text} />
              ))}
              {assistant.notes.map((note) => (
                <p key={note} class="hint">
                  {note}
                </p>
              ))}
            </>
          ),
        }))}
      />

      <h3>3. Ask a question</h3>
      <CodeBlock label="Example" text="What changed in production in the last 24 hours, and is any of it risky?" />
      <p class="hint">
        A good <a href="/settings/context">business context</a> improves the answers.
      </p>
    </section>
  );
}

function ReadKey({ made, onMade }: { made: boolean; onMade: (key: string) => void }) {
  const [name, setName] = useState("assistant");
  const [choice, setChoice] = useState("365");
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

  async function make(event: Event) {
    event.preventDefault();
    if (state.busy || name.trim() === "") return;
    setState({ busy: true, error: null });
    try {
      const end = expiresAt(expiryChoices.find((one) => one.id === choice)!.expiry, new Date()) ?? null;
      onMade((await get(api.POST("/api/v1/keys", { body: { name: name.trim(), scope: "READ_ONLY", expiresAt: end } }))).data!.key);
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  }

  return (
    <form class="panel" onSubmit={(e) => void make(e)}>
      <div class="inline-fields">
        <Field label="Key name">
          {(wiring) => (
            <input {...wiring} required autocomplete="off" maxLength={100} value={name} onInput={(e) => setName(e.currentTarget.value)} />
          )}
        </Field>
        <Field label="Expires">
          {(wiring) => (
            <select {...wiring} value={choice} onChange={(e) => setChoice(e.currentTarget.value)}>
              {expiryChoices
                .filter((one) => one.id !== "date")
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.label}
                  </option>
                ))}
            </select>
          )}
        </Field>
        <button type="submit" class={made ? undefined : "primary"} disabled={state.busy}>
          {state.busy ? "Creating the key…" : made ? "Create another READ_ONLY key" : "Create READ_ONLY key"}
        </button>
      </div>
      <p role="status" class="outcome">
        {made && !state.busy ? "Key created and added to the blocks below. Copy one of them now." : ""}
      </p>
      {state.error !== null && <ErrorNote error={state.error} />}
    </form>
  );
}
