import { signal } from "@preact/signals";
import { isChangedMeanwhile } from "../api/client";
import { plain } from "../event/event-text";
import { archive, bringBack, type NamesField } from "../names/edit";
import { readSettings, saveSettings } from "../names/load";
import { Dialog } from "../ui/dialog";
import { ErrorNote } from "../ui/error-note";
import { reload } from "./load";

export interface Named {
  field: NamesField;
  name: string;
}

const asked = signal<Named | null>(null);
const busy = signal(false);
const failure = signal<unknown>(null);

async function save(how: typeof archive, { field, name }: Named): Promise<void> {
  busy.value = true;
  failure.value = null;
  try {
    const { data, revision } = await readSettings();
    await saveSettings(how(data, field, name), revision);
    asked.value = null;
    await reload();
  } catch (error) {
    failure.value = isChangedMeanwhile(error) ? "Someone else changed the settings at the same time. Try again." : error;
  }
  busy.value = false;
}

/** Asks whether to archive a name. */
export const askToArchive = (named: Named) => void (asked.value = named);

/** Ends the archive of a name. */
export function BringBack({ field, name, ...place }: Named & { tabIndex: number }) {
  return (
    <button
      type="button"
      class="bring-back"
      aria-label={`Bring back ${plain(name)}`}
      disabled={busy.value}
      {...place}
      onClick={() => void save(bringBack, { field, name })}
    >
      Bring back
    </button>
  );
}

/** Asks before it archives. */
export function ArchiveDialog() {
  const of = asked.value;
  return (
    <Dialog title={of ? `Archive ${plain(of.name)}?` : ""} open={of !== null} onClose={() => (asked.value = null)}>
      {of && (
        <>
          <p>
            The grid and lists of names leave it out for everyone. Its events stay. The next event of this{" "}
            {of.field === "subjects" ? "environment" : "system"} brings it back.
          </p>
          {failure.value !== null && <ErrorNote error={failure.value} />}
          <p class="actions">
            <button type="button" class="primary" disabled={busy.value} onClick={() => void save(archive, of)}>
              {busy.value ? "Archiving…" : "Archive"}
            </button>
            <button type="button" onClick={() => (asked.value = null)}>
              Cancel
            </button>
          </p>
        </>
      )}
    </Dialog>
  );
}

export function ArchiveFailure() {
  return failure.value !== null && asked.value === null ? <ErrorNote error={failure.value} /> : null;
}
