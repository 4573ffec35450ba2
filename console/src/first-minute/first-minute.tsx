import { signal } from "@preact/signals";
import { useCallback, useEffect } from "preact/hooks";
import { api, get, getData } from "../api/client";
import { curlToRecord } from "../event/curl";
import { connection } from "../live/live";
import { mayAdminister } from "../session/permission";
import { serverNow } from "../ui/clock";
import { CopyButton } from "../ui/copy-button";
import { ErrorNote } from "../ui/error-note";
import { useLoaded } from "../ui/loaded";
import { shortTime } from "../ui/when";
import { zone } from "../ui/zone";
import "./first-minute.css";

const keyDays = 30;

const key = signal<{ secret: string; expiresAt: string } | null>(null);
const making = signal(false);
const keyFailure = signal<unknown>(null);

async function makeKey(): Promise<void> {
  making.value = true;
  keyFailure.value = null;
  const expiresAt = new Date(serverNow() + keyDays * 86_400_000).toISOString();
  try {
    const made = await getData(api.POST("/api/v1/keys", { body: { name: "First event", scope: "READ_WRITE", expiresAt } }));
    key.value = { secret: made.key, expiresAt };
  } catch (e) {
    keyFailure.value = e;
  }
  making.value = false;
}

/** Shown while the organization has no events: how to record the first one. The grid takes its place when that arrives. */
export function FirstMinute({ onDemoLoaded }: { onDemoLoaded: () => Promise<void> }) {
  useEffect(() => () => void (key.value = null), []);
  return (
    <section class="first-minute">
      <h1>Record your first event</h1>
      <p>
        See every change your team makes as it happens: deployments, rollbacks, migrations, config changes and incidents. Send the first
        event from a terminal. Pipelines do it the same way.
      </p>
      <ol>
        <li>
          <h2>Choose a key</h2>
          <KeyStep />
        </li>
        <li>
          <h2>Send an event</h2>
          <pre class="command" tabIndex={0} aria-label="Command">
            <code>{curlToRecord(location.origin, key.value?.secret ?? "$OPSTRAILS_KEY")}</code>
          </pre>
          <CopyButton label="Copy command" text={() => curlToRecord(location.origin, key.value?.secret ?? "$OPSTRAILS_KEY")} />
        </li>
        <li>
          <h2>See it arrive</h2>
          <div class="waiting" role="status" data-testid="first-event">
            <span class="dot" aria-hidden="true" />
            <p>{connection.value === "live" ? "Waiting for the first event… It opens the grid." : "Connecting…"}</p>
          </div>
        </li>
      </ol>
      {mayAdminister() && <Demo onLoaded={onDemoLoaded} />}
    </section>
  );
}

function KeyStep() {
  if (!mayAdminister()) return <p>Ask an owner or admin for a key with scope READ_WRITE. Replace $OPSTRAILS_KEY in the command with it.</p>;
  return (
    <>
      {key.value ? (
        <p class="done">
          Key created and added to the command below. Copy it now: you won't see it again. It expires on{" "}
          {shortTime(Date.parse(key.value.expiresAt), zone.value).slice(0, 10)}.
        </p>
      ) : (
        <>
          <PrintedKey />
          <button type="button" disabled={making.value} onClick={() => void makeKey()}>
            {making.value ? "Creating the key…" : "Create key"}
          </button>
          <p class="hint">It expires in {keyDays} days.</p>
        </>
      )}
      {keyFailure.value !== null && <ErrorNote error={keyFailure.value} retry={() => void makeKey()} onlyByHand />}
    </>
  );
}

/** The key that the very first start printed. */
function PrintedKey() {
  const [keys] = useLoaded(useCallback(async () => (await get(api.GET("/api/v1/keys"))).data, []));
  const printed = keys.state === "ready" ? keys.data.find((one) => one.creator === "first-start" && one.revokedAt === null) : undefined;
  if (!printed) return null;
  return (
    <>
      <p>
        Use the key from the terminal: the first start printed it. It begins with <code>{printed.prefix}</code>. Put it into the command:
      </p>
      <pre class="command" tabIndex={0} aria-label="Variable">
        <code>{`export OPSTRAILS_KEY=${printed.prefix}…`}</code>
      </pre>
      <p>If you no longer have it, create another one.</p>
    </>
  );
}

const loadingDemo = signal(false);
const demoFailure = signal<unknown>(null);

function Demo({ onLoaded }: { onLoaded: () => Promise<void> }) {
  async function load(): Promise<void> {
    loadingDemo.value = true;
    demoFailure.value = null;
    try {
      await getData(api.POST("/api/v1/demo"));
      await onLoaded();
    } catch (e) {
      demoFailure.value = e;
    }
    loadingDemo.value = false;
  }
  return (
    <aside>
      <h2>Or explore with demo data</h2>
      <p>
        Load a fictional month of two brands with their systems and environments, up to an incident that is open now. The events are
        recorded in this organization. The grid has a button that removes them.
      </p>
      <button type="button" disabled={loadingDemo.value} onClick={() => void load()}>
        {loadingDemo.value ? "Loading the demo month…" : "Load demo month"}
      </button>
      {demoFailure.value !== null && <ErrorNote error={demoFailure.value} />}
    </aside>
  );
}
