import { useState } from "preact/hooks";
import { api, get, isChangedMeanwhile } from "../../api/client";
import type { components } from "../../api/schema";
import { readDraft, useDraft } from "../../ui/drafts";

export type Context = NonNullable<components["schemas"]["ContextAnswer"]["data"]>;

export async function readContext(): Promise<Context> {
  return (await get(api.GET("/api/v1/context"))).data!;
}

export interface ContextDraft {
  text: string;
  /** The revision that the draft started from or was last saved as. */
  base: Context;
  unsaved: boolean;
  /** Whether it was kept from before a reload. */
  isKept: boolean;
  saving: boolean;
  error: unknown;
  /** The revision that someone else saved since; null when there is none. */
  theirs: Context | null;
  setText: (text: string) => void;
  save: () => Promise<boolean>;
  overwriteTheirs: () => Promise<boolean>;
  takeTheirs: () => void;
  keepEditing: () => void;
}

/** The text being edited. Saves only over the revision it started from. */
export function useContextDraft(read: Context): ContextDraft {
  const [kept] = useState(() => readDraft<{ text: string; revision: number }>("context"));
  // Of an older revision: saving then shows what others saved since.
  const [base, setBase] = useState(kept ? { ...read, revision: kept.revision } : read);
  const [text, setText] = useState(kept?.text ?? read.text);
  useDraft("context", text === base.text ? null : { text, revision: base.revision });
  const [theirs, setTheirs] = useState<Context | null>(null);
  const [state, setState] = useState<{ saving: boolean; error: unknown }>({ saving: false, error: null });

  async function put(revision: number): Promise<boolean> {
    setState({ saving: true, error: null });
    try {
      const { data } = await get(api.PUT("/api/v1/context", { params: { header: { "If-Match": `"${revision}"` } }, body: { text } }));
      // Don't touch the text: the user may have typed while it was saving.
      setBase(data!);
      setTheirs(null);
      setState({ saving: false, error: null });
      return true;
    } catch (error) {
      setState({ saving: false, error: isChangedMeanwhile(error) ? await findTheirs() : error });
      return false;
    }
  }

  /** Null on success, otherwise the error. */
  async function findTheirs(): Promise<unknown> {
    try {
      setTheirs(await readContext());
      return null;
    } catch (error) {
      return error;
    }
  }

  return {
    text,
    base,
    unsaved: text !== base.text,
    isKept: kept !== null && text === kept.text && text !== base.text,
    saving: state.saving,
    error: state.error,
    theirs,
    setText,
    save: () => put(base.revision),
    overwriteTheirs: () => put((theirs ?? base).revision),
    takeTheirs: () => {
      if (!theirs) return;
      setBase(theirs);
      setText(theirs.text);
      setTheirs(null);
    },
    keepEditing: () => setTheirs(null),
  };
}
