import { now } from "../../ui/now";
import { serverNow } from "../../ui/clock";
import { Time } from "../../ui/time";
import { type Key, lastUse, scopes, stateOf } from "./key-state";
import { ListTable } from "../parts/list-table";
import { actorName } from "../../session/team";

export function KeysTable({ keys, all, onRevoke }: { keys: readonly Key[]; all: readonly Key[]; onRevoke: (key: Key) => void }) {
  return (
    <ListTable labelledBy="keys-title" columns={["Name", "Scope", "Created", "Last used", "Expires"]} actions="Revoke">
      {keys.map((key) => (
        <Row key={key.id} of={key} all={all} onRevoke={onRevoke} />
      ))}
    </ListTable>
  );
}

function Row({ of: key, all, onRevoke }: { of: Key; all: readonly Key[]; onRevoke: (key: Key) => void }) {
  const state = stateOf(key, new Date(now.value));
  const ended = state.kind === "revoked" || state.kind === "expired";
  return (
    <tr role="row" class={ended ? "is-ended" : undefined}>
      <th role="rowheader" scope="row">
        <span class="key-name">{key.name}</span>
        <code class="quiet">{key.prefix}…</code>
      </th>
      <td role="cell" data-label="Scope">
        <span class="badge" title={key.scope}>
          {scopes.find((one) => one.scope === key.scope)?.label ?? key.scope}
        </span>
      </td>
      <td role="cell" data-label="Created">
        <span>
          <Time at={key.createdAt} />
          <span class="quiet fine"> by {actorName(key.creator, all)}</span>
        </span>
      </td>
      <td role="cell" data-label="Last used">
        <LastUse of={key} />
      </td>
      <td role="cell" data-label={ended ? "Ended" : "Expires"}>
        <End of={key} />
      </td>
      <td role="cell" class="row-end">
        {state.kind !== "revoked" && (
          <button type="button" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
            Revoke
          </button>
        )}
      </td>
    </tr>
  );
}

function LastUse({ of }: { of: Key }) {
  const use = lastUse(of);
  if (use.kind === "never") return <span>Never used</span>;
  if (use.kind === "unknown") return <span class="quiet">Unknown</span>;
  // Recorded once an hour, so minutes would be false precision.
  return serverNow() - Date.parse(use.at) < 60 * 60 * 1000 ? (
    <span title="Recorded once an hour">In the last hour</span>
  ) : (
    <Time at={use.at} />
  );
}

function End({ of: key }: { of: Key }) {
  const state = stateOf(key, new Date(now.value));
  if (state.kind === "revoked") {
    return (
      <span class="badge bad">
        Revoked <Time at={key.revokedAt!} />
      </span>
    );
  }
  if (state.kind === "expired") {
    return (
      <span class="badge bad">
        Expired <Time at={key.expiresAt!} />
      </span>
    );
  }
  if (state.kind === "ending") return <span class="badge warn">{state.days === 1 ? "Within a day" : `In ${state.days} days`}</span>;
  return key.expiresAt ? <time dateTime={key.expiresAt}>{key.expiresAt.slice(0, 10)}</time> : <span class="quiet">Never</span>;
}
