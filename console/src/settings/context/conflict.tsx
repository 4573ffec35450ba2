import { Dialog } from "../../ui/dialog";
import { Time } from "../../ui/time";
import type { ContextDraft } from "./draft";
import { actorName } from "../../session/team";
import "./conflict.css";

/** Resolves a save conflict: shows both texts and what to do with them. */
export function ContextConflict({ draft, onOverwrite }: { draft: ContextDraft; onOverwrite: () => void }) {
  const { theirs } = draft;
  return (
    <Dialog title="Someone else saved this text" open={theirs !== null} onClose={draft.keepEditing}>
      {theirs && (
        <>
          <p>
            Revision {theirs.revision} was saved {theirs.updatedAt && <Time at={theirs.updatedAt} />}{" "}
            {theirs.updatedBy && <>by {actorName(theirs.updatedBy)}</>}. Your text isn't saved.
          </p>
          <div class="versions">
            <div>
              <h3>Theirs</h3>
              <pre class="version" tabIndex={0} aria-label="Their text">
                {theirs.text}
              </pre>
            </div>
            <div>
              <h3>Yours</h3>
              <pre class="version" tabIndex={0} aria-label="Your text">
                {draft.text}
              </pre>
            </div>
          </div>
          <div class="form-end">
            <button type="button" class="primary" onClick={draft.keepEditing}>
              Keep editing
            </button>
            <button type="button" onClick={draft.takeTheirs}>
              Use theirs
            </button>
            <button type="button" class="danger" onClick={onOverwrite}>
              Overwrite with mine
            </button>
          </div>
          <p class="hint">Their text stays in the revisions. If you use theirs, your text is lost.</p>
        </>
      )}
    </Dialog>
  );
}
