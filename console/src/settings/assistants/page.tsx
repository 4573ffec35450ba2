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
      <p class="lead">Assistants ask this server over MCP what changed. They read your business context first and can change nothing.</p>
      <CodeBlock label="MCP server (streamable HTTP)" text={mcpUrl(origin)} />

      <h3>1. Make a key for it</h3>
      {mayAdminister() ? (
        <ReadKey made={key !== null} onMade={setKey} />
      ) : (
        <p class="panel">Owners and admins make keys. Ask one of them for a READ_ONLY key and put it in place of {keyToCome}.</p>
      )}

      <h3>2. Tell the assistant</h3>
      <p class="hint">
        {key
          ? "The key is filled in below. It is not shown again once you leave this page."
          : `Until a key is made, ${keyToCome} stands for it.`}
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

      <h3>3. Ask it something</h3>
      <CodeBlock label="For a start" text="What changed in production in the last 24 hours, and is any of it risky?" />
      <p class="hint">
        The answers are as good as the <a href="/settings/context">business context</a>.
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
        <Field label="Name of the key">
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
          {state.busy ? "Making the key…" : made ? "Make another READ_ONLY key" : "Make a READ_ONLY key"}
        </button>
      </div>
      <p role="status" class="outcome">
        {made && !state.busy ? "The key is made and stands in the blocks below. Copy one of them now." : ""}
      </p>
      {state.error !== null && <ErrorNote error={state.error} />}
    </form>
  );
}
