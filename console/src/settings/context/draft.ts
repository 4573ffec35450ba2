import { useState } from "preact/hooks";
import { api, get, isChangedMeanwhile } from "../../api/client";
import type { components } from "../../api/schema";

export type Context = NonNullable<components["schemas"]["ContextAnswer"]["data"]>;

export async function readContext(): Promise<Context> {
  return (await get(api.GET("/api/v1/context"))).data!;
}

export interface ContextDraft {
  text: string;
  /** What the draft began with, or was saved as. */
  base: Context;
  unsaved: boolean;
  saving: boolean;
  error: unknown;
  /** What somebody else has saved since; null while that is not known. */
  theirs: Context | null;
  setText: (text: string) => void;
  save: () => Promise<boolean>;
  overwriteTheirs: () => Promise<boolean>;
  takeTheirs: () => void;
  keepEditing: () => void;
}

/** The text as it is being written, and what it takes to save it over exactly what it was written upon. */
export function useContextDraft(read: Context): ContextDraft {
  const [base, setBase] = useState(read);
  const [text, setText] = useState(read.text);
  const [theirs, setTheirs] = useState<Context | null>(null);
  const [state, setState] = useState<{ saving: boolean; error: unknown }>({ saving: false, error: null });

  async function put(revision: number): Promise<boolean> {
    setState({ saving: true, error: null });
    try {
      const { data } = await get(api.PUT("/api/v1/context", { params: { header: { "If-Match": `"${revision}"` } }, body: { text } }));
      // What was written while it was being saved stays written.
      setBase(data!);
      setTheirs(null);
      setState({ saving: false, error: null });
      return true;
    } catch (error) {
      setState({ saving: false, error: isChangedMeanwhile(error) ? await findTheirs() : error });
      return false;
    }
  }

  /** Null when they were found, else why not. */
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
