import { groupsOf } from "../../names/edit";
import { mayAdminister } from "../../session/permission";
import { ErrorNote } from "../../ui/error-note";
import { useLoaded } from "../../ui/loaded";
import { Tabs } from "../parts/tabs";
import { useChanges } from "./change";
import { Groups } from "./groups";
import { LookAlikes } from "./look-alikes";
import { type Names, readNames, rowsOf } from "./rows";
import { NamesTable } from "./table";
import "../parts/names.css";
import "./page.css";

/** Environments and systems: names that count as one, groups and archive. */
export function NamesPage() {
  const [names, reload] = useLoaded(readNames);
  return (
    <section aria-labelledby="names-title">
      <h2 id="names-title" class="page-title">
        Names
      </h2>
      <p class="lead">
        Merge different spellings of an environment or system, and archive what you no longer use. Events keep the names as sent. Changes
        count for past events too.
      </p>
      {!mayAdminister() && <p class="note">Only owners and admins can change names.</p>}
      {names.state === "loading" && (
        <p class="quiet" aria-busy="true">
          Loading names…
        </p>
      )}
      {names.state === "failed" && <ErrorNote error={names.error} retry={() => void reload()} />}
      {names.state === "ready" && <Shown names={names.data} reload={reload} />}
    </section>
  );
}

function Shown({ names, reload }: { names: Names; reload: () => Promise<void> }) {
  const { outcome, change, undo, status } = useChanges(names, reload);
  const { data: settings } = names.settings;
  const rows = { subjects: rowsOf(names.seen.subjects, settings, "subjects"), sources: rowsOf(names.seen.sources, settings, "sources") };
  const isBusy = outcome.kind === "saving";
  return (
    <>
      <div class="names-status" ref={status} tabIndex={-1} role="status">
        {outcome.kind === "saving" && <span class="quiet">Saving…</span>}
        {outcome.kind === "saved" && (
          <>
            <span class="good">{outcome.said}</span>{" "}
            {outcome.undo && (
              <button type="button" class="plain" onClick={undo}>
                Undo
              </button>
            )}
          </>
        )}
        {outcome.kind === "conflict" && (
          <p class="note">
            Someone else changed the settings, so this isn't saved. The page shows their changes now. Try again to make yours.
          </p>
        )}
        {outcome.kind === "failed" && <ErrorNote error={outcome.error} />}
      </div>
      <LookAlikes of={names.lookAlikes} isBusy={isBusy} change={change} />
      <Tabs
        label="Names"
        tabs={[
          {
            id: "subjects",
            label: "Environments",
            content: () => (
              <>
                <NamesTable field="subjects" rows={rows.subjects} settings={settings} isBusy={isBusy} change={change} />
                <Groups groups={groupsOf(settings)} environments={rows.subjects} isBusy={isBusy} change={change} />
              </>
            ),
          },
          {
            id: "sources",
            label: "Systems",
            content: () => <NamesTable field="sources" rows={rows.sources} settings={settings} isBusy={isBusy} change={change} />,
          },
        ]}
      />
    </>
  );
}
