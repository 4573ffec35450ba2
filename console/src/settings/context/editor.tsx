import type { RefObject } from "preact";
import { Time } from "../../ui/time";
import { ErrorNote } from "../../ui/error-note";
import type { ContextDraft } from "./draft";
import { bytesOf, maxBytes, withTemplate } from "./text";
import { actorName } from "../../session/team";
import { mayAdminister } from "../../session/permission";
import { Preview } from "./preview";
import { Tabs } from "../parts/tabs";
import "./editor.css";

interface ContextEditorProps {
  draft: ContextDraft;
  area: RefObject<HTMLTextAreaElement | null>;
  said: string;
  onSave: () => void;
}

export function ContextEditor({ draft, area, said, onSave }: ContextEditorProps) {
  if (!mayAdminister()) {
    return (
      <>
        <p class="note">Only owners and admins can change this text.</p>
        <Preview text={draft.text} />
      </>
    );
  }
  const tooLong = bytesOf(draft.text) > maxBytes;
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        if (!tooLong) onSave();
      }}
      onKeyDown={(e) => {
        if (e.key !== "s" || !(e.ctrlKey || e.metaKey)) return;
        e.preventDefault();
        if (!tooLong && draft.unsaved && !draft.saving) onSave();
      }}
    >
      <Tabs
        label="Text"
        tabs={[
          { id: "write", label: "Write", content: () => <Writing draft={draft} area={area} /> },
          { id: "preview", label: "Preview", content: () => <Preview text={draft.text} /> },
        ]}
      />
      {draft.error !== null && <ErrorNote error={draft.error} />}
      <div class="form-end">
        <button type="submit" class="primary" disabled={!draft.unsaved || draft.saving || tooLong}>
          {draft.saving ? "Saving…" : "Save"}
        </button>
        <button type="button" onClick={() => draft.setText(withTemplate(draft.text))}>
          Insert template
        </button>
        {draft.unsaved && (
          <button type="button" class="plain" onClick={() => draft.setText(draft.base.text)}>
            Discard changes
          </button>
        )}
        <p class="quiet fine state">
          {draft.isKept ? "Restored your unsaved text" : draft.unsaved ? "Not saved" : <LastChange draft={draft} />}
        </p>
      </div>
      <p role="status" class="outcome">
        {said}
      </p>
    </form>
  );
}

function Writing({ draft, area }: { draft: ContextDraft; area: RefObject<HTMLTextAreaElement | null> }) {
  const bytes = bytesOf(draft.text);
  return (
    <>
      <textarea
        ref={area}
        class="context-text"
        aria-label="Business context, in Markdown"
        aria-describedby="context-bytes"
        aria-invalid={bytes > maxBytes || undefined}
        placeholder="Describe your systems here. To start, insert the template."
        spellcheck
        value={draft.text}
        onInput={(e) => draft.setText(e.currentTarget.value)}
      />
      <p id="context-bytes" class={bytes > maxBytes ? "fault" : "hint"}>
        {bytes.toLocaleString("en")} of {maxBytes.toLocaleString("en")} bytes
        {bytes > maxBytes && ": too long to save"}
      </p>
    </>
  );
}

function LastChange({ draft }: { draft: ContextDraft }) {
  const { revision, updatedAt, updatedBy } = draft.base;
  if (!updatedAt) return <>Never saved</>;
  return (
    <>
      Revision {revision}, saved <Time at={updatedAt} /> {updatedBy && <>by {actorName(updatedBy)}</>}
    </>
  );
}
