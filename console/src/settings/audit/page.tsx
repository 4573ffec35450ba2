import { useState } from "preact/hooks";
import { api, get } from "../../api/client";
import { EventText } from "../../event/text";
import { mayAdminister } from "../../session/permission";
import { Empty } from "../../ui/empty";
import { ErrorNote } from "../../ui/error-note";
import { useLoaded } from "../../ui/loaded";
import { Time } from "../../ui/time";
import { type AuditEntry, sentenceOf } from "./sentence";
import "./page.css";

const pageSize = "50";

const readPage = (cursor?: string) => get(api.GET("/api/v1/audit", { params: { query: { limit: pageSize, ...(cursor && { cursor }) } } }));

const loadFirst = () => readPage();

export function AuditPage() {
  return (
    <section aria-labelledby="audit-title">
      <h2 id="audit-title" class="page-title">
        Audit
      </h2>
      <p class="lead">Changes to settings, the business context, keys and the team.</p>
      {mayAdminister() ? <Entries /> : <p class="panel">Only owners and admins can see the audit log.</p>}
    </section>
  );
}

function Entries() {
  const [first, reload] = useLoaded(loadFirst);
  const [older, setOlder] = useState<{ entries: AuditEntry[]; next: string | null } | null>(null);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  if (first.state === "loading") {
    return (
      <p class="quiet" aria-busy="true">
        Loading entries…
      </p>
    );
  }
  if (first.state === "failed") return <ErrorNote error={first.error} retry={() => void reload()} />;

  const entries = [...first.data.data, ...(older?.entries ?? [])];
  const next = older ? older.next : first.data.nextCursor;

  async function loadOlder(): Promise<void> {
    setState({ busy: true, error: null });
    try {
      const page = await readPage(next!);
      setOlder({ entries: [...(older?.entries ?? []), ...page.data], next: page.nextCursor });
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  }

  if (entries.length === 0) {
    return (
      <Empty title="No changes yet">
        <p>Entries appear here when someone creates a key or changes a setting.</p>
      </Empty>
    );
  }
  return (
    <>
      <ol class="audit" aria-label="Entries, newest first">
        {entries.map((entry) => (
          <li key={entry.id}>
            <span>
              {sentenceOf(entry).map((piece) => (typeof piece === "string" ? piece : <EventText text={piece.text} class="audit-name" />))}
            </span>
            <span class="quiet fine">
              <Time at={entry.at} />
            </span>
          </li>
        ))}
      </ol>
      {state.error !== null && <ErrorNote error={state.error} />}
      {next !== null ? (
        <button type="button" disabled={state.busy} onClick={() => void loadOlder()}>
          {state.busy ? "Loading older entries…" : "Show older entries"}
        </button>
      ) : (
        <p class="quiet fine">No older entries.</p>
      )}
    </>
  );
}
