import { useRef, useState } from "preact/hooks";
import { api, get } from "../../api/client";
import { EventText } from "../../event/text";
import { roleWords } from "../../session/roles";
import { ErrorNote } from "../../ui/error-note";
import { useLoaded } from "../../ui/loaded";
import { now } from "../../ui/now";
import { Time } from "../../ui/time";
import { type Invitation, invitationState } from "./invitation-state";
import { ListTable } from "../parts/list-table";
import { isInvitationKept, NewInvitationDialog } from "./new-invitation-dialog";
import { actorName } from "../../session/team";

const load = async () => (await get(api.GET("/api/v1/invitations"))).data;

export function Invitations({ provider }: { provider: { name: string } | null }) {
  const [invitations, reload] = useLoaded(load);
  const [making, setMaking] = useState(isInvitationKept);
  const [showOver, setShowOver] = useState(false);
  const [said, setSaid] = useState("");
  const status = useRef<HTMLParagraphElement>(null);

  async function revoked(): Promise<void> {
    setSaid("Invitation revoked. Its link no longer works.");
    await reload();
    status.current?.focus();
  }

  const all = invitations.state === "ready" ? invitations.data : [];
  const over = all.filter((one) => invitationState(one, now.value) !== "open").length;
  // Without a provider nobody can be invited, so don't show an empty section.
  if (!provider && all.length === 0 && invitations.state !== "failed") return null;
  return (
    <section aria-labelledby="invitations-title">
      <h3 id="invitations-title">Invitations</h3>
      <div class="list-head">
        <button type="button" class="primary" disabled={!provider} onClick={() => setMaking(true)}>
          New invitation
        </button>
        {over > 0 && (
          <label class="tick">
            <input type="checkbox" checked={showOver} onChange={(e) => setShowOver(e.currentTarget.checked)} />
            Show {over} used, revoked or expired
          </label>
        )}
      </div>
      <p role="status" class="outcome" tabIndex={-1} ref={status}>
        {said}
      </p>
      {invitations.state === "loading" && (
        <p class="quiet" aria-busy="true">
          Loading invitations…
        </p>
      )}
      {invitations.state === "failed" && <ErrorNote error={invitations.error} retry={() => void reload()} />}
      {invitations.state === "ready" && (
        <List of={showOver ? all : all.filter((one) => invitationState(one, now.value) === "open")} onRevoked={() => void revoked()} />
      )}
      <NewInvitationDialog open={making} provider={provider?.name ?? ""} onClose={() => setMaking(false)} onMade={() => void reload()} />
    </section>
  );
}

function List({ of: shown, onRevoked }: { of: readonly Invitation[]; onRevoked: () => void }) {
  if (shown.length === 0) return <p class="quiet">No open invitations.</p>;
  return (
    <ListTable labelledBy="invitations-title" columns={["For", "Role", "Created", "State"]} actions="Revoke">
      {shown.map((invitation) => (
        <Row key={invitation.id} of={invitation} onRevoked={onRevoked} />
      ))}
    </ListTable>
  );
}

function Row({ of: invitation, onRevoked }: { of: Invitation; onRevoked: () => void }) {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const isOpen = invitationState(invitation, now.value) === "open";

  async function revoke(): Promise<void> {
    setState({ busy: true, error: null });
    try {
      await get(api.DELETE("/api/v1/invitations/{id}", { params: { path: { id: invitation.id } } }));
      onRevoked();
    } catch (error) {
      setState({ busy: false, error });
    }
  }

  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {invitation.note ? <EventText text={invitation.note} class="key-name" /> : <span class="quiet">No note</span>}
      </th>
      <td role="cell" data-label="Role">
        <span class="badge">{roleWords(invitation.role).label}</span>
      </td>
      <td role="cell" data-label="Created">
        <span>
          <Time at={invitation.createdAt} /> <span class="quiet fine">by {actorName(invitation.createdBy)}</span>
        </span>
      </td>
      <td role="cell" data-label="State">
        <State of={invitation} />
      </td>
      <td role="cell" class="row-end">
        {isOpen && (
          <button
            type="button"
            disabled={state.busy}
            aria-label={`Revoke invitation ${invitation.note ?? "without note"}`}
            onClick={() => void revoke()}
          >
            Revoke
          </button>
        )}
        {state.error !== null && <ErrorNote error={state.error} />}
      </td>
    </tr>
  );
}

function State({ of: invitation }: { of: Invitation }) {
  switch (invitationState(invitation, now.value)) {
    case "accepted":
      return (
        <span>
          Used <Time at={invitation.acceptedAt!} />{" "}
          {invitation.acceptedBy && <span class="quiet fine">by {actorName(invitation.acceptedBy)}</span>}
        </span>
      );
    case "revoked":
      return (
        <span class="badge bad">
          Revoked <Time at={invitation.revokedAt!} />
        </span>
      );
    case "expired":
      return (
        <span class="badge bad">
          Expired <Time at={invitation.expiresAt} />
        </span>
      );
    default:
      return (
        <span>
          Open, expires <Time at={invitation.expiresAt} />
        </span>
      );
  }
}
