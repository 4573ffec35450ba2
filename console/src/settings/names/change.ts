import { useEffect, useRef, useState } from "preact/hooks";
import { isChangedMeanwhile } from "../../api/client";
import type { Settings } from "../../names/edit";
import { saveSettings } from "../../names/load";
import type { Names } from "./rows";

export type Outcome =
  | { kind: "none" | "saving" | "conflict" }
  | { kind: "saved"; said: string; undo: { settings: Settings; revision: number } | null }
  | { kind: "failed"; error: unknown };

/** A change of the settings, with the text to show when it is saved. Resolves to whether it was. */
export type Change = (how: (settings: Settings) => Settings, said: string) => Promise<boolean>;

/** Saves each change at once and offers to undo the last one. */
export function useChanges(names: Names, reload: () => Promise<void>) {
  const [outcome, setOutcome] = useState<Outcome>({ kind: "none" });
  const status = useRef<HTMLDivElement>(null);
  const before = names.settings;

  async function save(body: Settings, revision: number, said: string, canUndo: boolean): Promise<boolean> {
    setOutcome({ kind: "saving" });
    try {
      const saved = await saveSettings(body, revision);
      await reload();
      setOutcome({ kind: "saved", said, undo: canUndo ? { settings: before.data, revision: saved.revision } : null });
      return true;
    } catch (error) {
      if (isChangedMeanwhile(error)) await reload();
      setOutcome(isChangedMeanwhile(error) ? { kind: "conflict" } : { kind: "failed", error });
      return false;
    }
  }

  // The button that had the focus can be gone.
  useEffect(() => {
    if (outcome.kind !== "none" && outcome.kind !== "saving" && document.activeElement === document.body) status.current?.focus();
  }, [outcome]);

  const change: Change = (how, said) => save(how(before.data), before.revision, said, true);
  const undo = () => {
    if (outcome.kind === "saved" && outcome.undo) void save(outcome.undo.settings, outcome.undo.revision, "Undone.", false);
  };
  return { outcome, change, undo, status };
}
