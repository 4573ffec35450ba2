import { useState } from "preact/hooks";
import { plain } from "../../event/event-text";
import { EventText } from "../../event/text";
import { removeGroup, setGroup } from "../../names/edit";
import { mayAdminister } from "../../session/permission";
import { Dialog } from "../../ui/dialog";
import { Field } from "../parts/field";
import type { Change } from "./change";
import type { NameRow } from "./rows";

interface Group {
  name: string;
  members: readonly string[];
}

interface GroupsProps {
  groups: readonly Group[];
  environments: readonly NameRow[];
  isBusy: boolean;
  change: Change;
}

/** Groups of environments, to filter by. */
export function Groups({ groups, environments, isBusy, change }: GroupsProps) {
  const [edited, setEdited] = useState<{ before: Group | null } | null>(null);
  return (
    <section aria-labelledby="groups-title">
      <h3 id="groups-title">Groups</h3>
      <p class="hint">A group stands for several environments wherever you filter by environment.</p>
      {groups.length === 0 && <p class="quiet">No groups yet.</p>}
      <ul class="group-list">
        {groups.map((group) => (
          <li key={group.name} class="look-alike">
            <p>
              <strong>
                <EventText text={group.name} />
              </strong>{" "}
              <span class="quiet">
                <EventText text={group.members.join(", ")} />
              </span>
            </p>
            {mayAdminister() && (
              <>
                <button type="button" disabled={isBusy} onClick={() => setEdited({ before: group })}>
                  Edit <EventText text={group.name} />
                </button>
                <button
                  type="button"
                  disabled={isBusy}
                  onClick={() => void change((now) => removeGroup(now, group.name), `Removed the group ${plain(group.name)}.`)}
                >
                  Remove <EventText text={group.name} />
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      {mayAdminister() && (
        <button type="button" disabled={isBusy} onClick={() => setEdited({ before: null })}>
          New group
        </button>
      )}
      <Dialog
        title={edited?.before ? `Edit ${plain(edited.before.name)}` : "New group"}
        open={edited !== null}
        onClose={() => setEdited(null)}
      >
        {edited && (
          <GroupForm
            before={edited.before}
            environments={environments}
            onClose={() => setEdited(null)}
            onSave={(name, members) => {
              setEdited(null);
              void change((now) => setGroup(now, edited.before?.name ?? null, name, members), `Saved the group ${plain(name)}.`);
            }}
          />
        )}
      </Dialog>
    </section>
  );
}

interface GroupFormProps {
  before: Group | null;
  environments: readonly NameRow[];
  onClose: () => void;
  onSave: (name: string, members: readonly string[]) => void;
}

function GroupForm({ before, environments, onClose, onSave }: GroupFormProps) {
  const [name, setName] = useState(before?.name ?? "");
  const [members, setMembers] = useState<readonly string[]>(before?.members ?? []);
  const isTaken = environments.some((row) => row.name === name.trim() || row.aliases.includes(name.trim()));
  const offered = [...new Set([...environments.filter((row) => row.archivedAt === null).map((row) => row.name), ...members])];
  const isReady = name.trim() !== "" && !isTaken && members.length > 0;
  return (
    <form
      class="form"
      onSubmit={(e) => {
        e.preventDefault();
        if (isReady) onSave(name.trim(), members);
      }}
    >
      <Field label="Name" error={isTaken ? "This is the name of an environment. Choose another one." : undefined}>
        {(wiring) => (
          <input {...wiring} autoFocus maxLength={200} autocomplete="off" value={name} onInput={(e) => setName(e.currentTarget.value)} />
        )}
      </Field>
      <fieldset>
        <legend>Environments</legend>
        <div class="group-members">
          {offered.map((one) => (
            <label key={one} class="tick">
              <input
                type="checkbox"
                checked={members.includes(one)}
                onChange={(e) => setMembers(e.currentTarget.checked ? [...members, one] : members.filter((member) => member !== one))}
              />
              <EventText text={one} />
            </label>
          ))}
        </div>
      </fieldset>
      <div class="form-end">
        <button type="submit" class="primary" disabled={!isReady}>
          Save group
        </button>
        <button type="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}
