import { useId, useState } from "preact/hooks";
import { api, get } from "../../api/client";
import { EventText } from "../../event/text";
import { roleWords } from "../../session/roles";
import { session } from "../../session/session";
import { ErrorNote } from "../../ui/error-note";
import { Time } from "../../ui/time";
import { ListTable } from "../parts/list-table";
import type { TeamPerson } from "../../session/team";
import { LowerOwnRoleDialog, RemovePersonDialog } from "./dialogs";
import { lowers, mayChangeRole, mayRemove, rolesToGive } from "./team-rights";

/** @param focus Whether the focused control was removed, so the focus has to move. */
type OnChanged = (what: string, focus: boolean) => void;

export function PeopleTable({ people, onChanged }: { people: readonly TeamPerson[]; onChanged: OnChanged }) {
  const [removing, setRemoving] = useState<TeamPerson | null>(null);
  return (
    <>
      <ListTable labelledBy="people-title" columns={["Name", "Role", "Joined", "Last sign-in"]} actions="Remove or leave">
        {people.map((person) => (
          <Row key={person.id} of={person} all={people} onChanged={onChanged} onRemove={setRemoving} />
        ))}
      </ListTable>
      <RemovePersonDialog
        removed={removing}
        onClose={() => setRemoving(null)}
        onRemoved={(what) => {
          setRemoving(null);
          onChanged(what, true);
        }}
      />
    </>
  );
}

function Row({
  of: person,
  all,
  onChanged,
  onRemove,
}: {
  of: TeamPerson;
  all: readonly TeamPerson[];
  onChanged: OnChanged;
  onRemove: (person: TeamPerson) => void;
}) {
  const me = session.value ? { id: session.value.person.id, role: session.value.role } : undefined;
  const isMe = me?.id === person.id;
  const remove = mayRemove(me, person, all);
  const why = useId();
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <span class="key-name">
          <EventText text={person.name} />
          {isMe && <span class="badge">you</span>}
        </span>
        <span class="quiet fine">
          {person.email ? <EventText text={person.email} /> : person.via === "link" ? "signs in with one-time links" : ""}
        </span>
      </th>
      <td role="cell" data-label="Role">
        <RoleOf person={person} all={all} onChanged={onChanged} />
      </td>
      <td role="cell" data-label="Joined">
        <Time at={person.createdAt} />
      </td>
      <td role="cell" data-label="Last sign-in">
        {person.lastSignInAt ? <Time at={person.lastSignInAt} /> : <span class="quiet">Unknown</span>}
      </td>
      <td role="cell" class="row-end">
        {remove.kind !== "hidden" && (
          <button
            type="button"
            disabled={remove.kind === "off"}
            aria-label={isMe ? undefined : `Remove ${person.name}`}
            aria-describedby={remove.kind === "off" ? why : undefined}
            onClick={() => onRemove(person)}
          >
            {isMe ? "Leave" : "Remove"}
          </button>
        )}
        {remove.kind === "off" && (
          <span class="why" id={why}>
            {remove.reason}
          </span>
        )}
      </td>
    </tr>
  );
}

function RoleOf({ person, all, onChanged }: { person: TeamPerson; all: readonly TeamPerson[]; onChanged: OnChanged }) {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const [asking, setAsking] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const right = mayChangeRole(session.value?.role, person, all);
  if (right.kind === "hidden") return <span class="badge">{roleWords(person.role).label}</span>;
  if (right.kind === "off") {
    return (
      <>
        <span class="badge">{roleWords(person.role).label}</span>
        <span class="why">{right.reason}</span>
      </>
    );
  }

  const isMe = session.value?.person.id === person.id;

  async function change(role: string): Promise<void> {
    setAsking(null);
    setState({ busy: true, error: null });
    try {
      await get(api.PUT("/api/v1/people/{id}/role", { params: { path: { id: person.id } }, body: { role } }));
      setState({ busy: false, error: null });
      onChanged(isMe ? `You are now ${role}.` : `${person.name} is now ${role}.`, false);
    } catch (error) {
      setState({ busy: false, error });
      setRound((before) => before + 1);
    }
  }

  return (
    <>
      <select
        key={round}
        aria-label={`Role of ${person.name}`}
        value={person.role}
        disabled={state.busy}
        onChange={(e) => {
          const role = e.currentTarget.value;
          if (isMe && lowers(person.role, role)) setAsking(role);
          else void change(role);
        }}
      >
        {rolesToGive(session.value?.role).map((role) => (
          <option key={role} value={role}>
            {roleWords(role).label}
          </option>
        ))}
      </select>
      {state.error !== null && <ErrorNote error={state.error} />}
      <LowerOwnRoleDialog
        role={asking}
        onClose={() => {
          setAsking(null);
          setRound(round + 1);
        }}
        onSure={(role) => void change(role)}
      />
    </>
  );
}
