import { useRef, useState } from "preact/hooks";
import { api, get } from "../../api/client";
import { Empty } from "../../ui/empty";
import { ErrorNote } from "../../ui/error-note";
import { now } from "../../ui/now";
import { isUsable, type Key } from "./key-state";
import { KeysTable } from "./table";
import { useLoaded } from "../../ui/loaded";
import { isKeyKept, NewKeyDialog } from "./new-key-dialog";
import { mayAdminister } from "../../session/permission";
import { RevokeKeyDialog } from "./revoke-key-dialog";

async function load(): Promise<Key[]> {
  return (await get(api.GET("/api/v1/keys"))).data;
}

export function KeysPage() {
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title" class="page-title">
        API keys
      </h2>
      <p class="lead">Pipelines, scripts and assistants use a key. You see it once, when you create it: only its hash is stored.</p>
      {mayAdminister() ? <Keys /> : <p class="panel">Only owners and admins can create and revoke keys. Ask one of them for a key.</p>}
    </section>
  );
}

function Keys() {
  const [keys, reload] = useLoaded(load);
  const [making, setMaking] = useState(isKeyKept);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const [showEnded, setShowEnded] = useState(false);
  const [said, setSaid] = useState("");
  const status = useRef<HTMLParagraphElement>(null);

  async function revoked(key: Key) {
    setRevoking(null);
    setSaid(`Key ${key.name} revoked. It stops working everywhere within 10 seconds.`);
    await reload();
    // The focused button was removed with the key.
    status.current?.focus();
  }

  return (
    <>
      <div class="list-head">
        <button type="button" class="primary" onClick={() => setMaking(true)}>
          New key
        </button>
        {keys.state === "ready" && <EndedChoice keys={keys.data} shown={showEnded} onChange={setShowEnded} />}
      </div>
      <p role="status" class="outcome" tabIndex={-1} ref={status}>
        {said}
      </p>
      {keys.state === "loading" && (
        <p class="quiet" aria-busy="true">
          Loading keys…
        </p>
      )}
      {keys.state === "failed" && <ErrorNote error={keys.error} retry={() => void reload()} />}
      {keys.state === "ready" && <List keys={keys.data} showEnded={showEnded} onRevoke={setRevoking} />}
      <NewKeyDialog open={making} onClose={() => setMaking(false)} onMade={() => void reload()} />
      <RevokeKeyDialog revoked={revoking} onClose={() => setRevoking(null)} onRevoked={(key) => void revoked(key)} />
    </>
  );
}

function EndedChoice({ keys, shown, onChange }: { keys: readonly Key[]; shown: boolean; onChange: (shown: boolean) => void }) {
  const count = keys.filter((key) => !isUsable(key, new Date(now.value))).length;
  if (count === 0) return null;
  return (
    <label class="tick">
      <input type="checkbox" checked={shown} onChange={(e) => onChange(e.currentTarget.checked)} />
      Show {count} revoked or expired
    </label>
  );
}

function List({ keys, showEnded, onRevoke }: { keys: readonly Key[]; showEnded: boolean; onRevoke: (key: Key) => void }) {
  const shown = showEnded ? keys : keys.filter((key) => isUsable(key, new Date(now.value)));
  if (shown.length > 0) return <KeysTable keys={shown} all={keys} onRevoke={onRevoke} />;
  return (
    <Empty title={keys.length === 0 ? "No keys yet" : "No active keys"}>
      <p>Create one for the pipeline whose deployments you want to see. You get snippets to paste.</p>
    </Empty>
  );
}
