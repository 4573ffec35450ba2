import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, getData } from "../api/client";
import { curlToRecord } from "../event/curl";
import { EventText } from "../event/text";
import { connection, followTimeline, rows } from "../events/timeline";
import { mayAdminister } from "../session/permission";
import { CopyButton } from "../ui/copy-button";
import { ErrorNote } from "../ui/error-note";
import "./first-minute.css";

const key = signal<string | null>(null);
const making = signal(false);
const keyFailure = signal<unknown>(null);

async function makeKey(): Promise<void> {
  making.value = true;
  keyFailure.value = null;
  try {
    key.value = (await getData(api.POST("/api/v1/keys", { body: { name: "First event", scope: "READ_WRITE", expiresAt: null } }))).key;
  } catch (e) {
    keyFailure.value = e;
  }
  making.value = false;
}

/** Shown while the organization has no events: how to record the first one. */
export function FirstMinute({ onDemoLoaded }: { onDemoLoaded: () => Promise<void> }) {
  useEffect(() => {
    const stop = followTimeline();
    return () => {
      stop();
      key.value = null;
    };
  }, []);
  const first = rows.value.find((item) => item.kind === "event");
  return (
    <section class="first-minute">
      <h1>{first ? "Your first event has arrived" : "Record your first event"}</h1>
      <p>
        See every change your team makes as it happens: deployments, rollbacks, migrations, config changes and incidents. Send the first
        event from a terminal. Pipelines do it the same way.
      </p>
      <ol>
        <li>
          <h2>Create a key</h2>
          {key.value ? (
            <p class="done">Key created and added to the command below. Copy it now: you won't see it again.</p>
          ) : mayAdminister() ? (
            <button type="button" class="primary" disabled={making.value} onClick={() => void makeKey()}>
              {making.value ? "Creating the key…" : "Create key"}
            </button>
          ) : (
            <p>Ask an owner or admin for a key with scope READ_WRITE. Replace $OPSTRAILS_KEY in the command with it.</p>
          )}
          {keyFailure.value !== null && <ErrorNote error={keyFailure.value} retry={() => void makeKey()} />}
        </li>
        <li>
          <h2>Send an event</h2>
          <pre class="command" tabIndex={0} aria-label="Command">
            <code>{curlToRecord(location.origin, key.value ?? "$OPSTRAILS_KEY")}</code>
          </pre>
          <CopyButton label="Copy command" text={() => curlToRecord(location.origin, key.value ?? "$OPSTRAILS_KEY")} />
        </li>
        <li>
          <h2>See it arrive</h2>
          <div class={`waiting ${first ? "arrived" : ""}`} role="status" data-testid="first-event">
            <span class="dot" aria-hidden="true" />
            {first?.kind === "event" ? (
              <p>
                <strong>Received:</strong> <EventText text={first.event.type} /> of <EventText text={first.event.source} />.
              </p>
            ) : connection.value === "live" ? (
              <p>Waiting for the first event…</p>
            ) : (
              <p>Connecting…</p>
            )}
          </div>
          {first && (
            <a class="as-button primary" href="/events">
              Go to events
            </a>
          )}
        </li>
      </ol>
      {mayAdminister() && (!first || loadingDemo.value) && <Demo onLoaded={onDemoLoaded} />}
    </section>
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
        Load a fictional month of two brands with their systems and environments. The events are recorded in this organization. You can
        remove them later under Settings, Organization.
      </p>
      <button type="button" disabled={loadingDemo.value} onClick={() => void load()}>
        {loadingDemo.value ? "Loading the demo month…" : "Load demo month"}
      </button>
      {demoFailure.value !== null && <ErrorNote error={demoFailure.value} />}
    </aside>
  );
}
