import { useRef, useState } from "preact/hooks";
import { ErrorNote } from "../../ui/error-note";
import { ContextConflict } from "./conflict";
import { type Context, readContext, useContextDraft } from "./draft";
import { ContextEditor } from "./editor";
import { ContextHints } from "./hints-panel";
import { insertName } from "./hints";
import { ContextRevisions } from "./revisions";
import { useLoaded } from "../../ui/loaded";
import { AskBeforeLeaving } from "../parts/unsaved";
import "./page.css";

export function ContextPage() {
  const [context, reload] = useLoaded(readContext);
  return (
    <section aria-labelledby="context-title">
      <h2 id="context-title" class="page-title">
        Business context
      </h2>
      <p class="lead">Explain your systems, environments and event types in your own words. Every assistant reads this first.</p>
      {context.state === "loading" && (
        <p class="quiet" aria-busy="true">
          Loading the business context…
        </p>
      )}
      {context.state === "failed" && <ErrorNote error={context.error} retry={() => void reload()} />}
      {context.state === "ready" && <ContextForm read={context.data} />}
    </section>
  );
}

function ContextForm({ read }: { read: Context }) {
  const draft = useContextDraft(read);
  const area = useRef<HTMLTextAreaElement>(null);
  const [said, setSaid] = useState("");

  function add(name: string, heading: string) {
    const inserted = insertName(draft.text, area.current?.selectionStart ?? draft.text.length, name, heading);
    draft.setText(inserted.text);
    setSaid(`Added ${name} to the text.`);
    // Wait until the new text is in the textarea.
    requestAnimationFrame(() => {
      area.current?.setSelectionRange(inserted.cursor, inserted.cursor);
      // Focusing scrolls to the cursor, so set the cursor first.
      area.current?.focus();
    });
  }

  async function save(how: () => Promise<boolean>) {
    setSaid("");
    if (await how()) setSaid("Saved. Assistants now read this version.");
  }

  return (
    <div class="context">
      <div class="context-main">
        <ContextEditor draft={draft} area={area} said={said} onSave={() => void save(draft.save)} />
      </div>
      <aside class="context-side" aria-label="Hints and revisions">
        <ContextHints text={draft.text} onAdd={add} />
        <ContextRevisions current={draft.base.revision} onRestore={draft.setText} />
      </aside>
      <ContextConflict draft={draft} onOverwrite={() => void save(draft.overwriteTheirs)} />
      <AskBeforeLeaving unsaved={draft.unsaved} />
    </div>
  );
}
