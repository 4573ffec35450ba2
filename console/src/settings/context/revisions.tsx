import { useCallback, useEffect, useState } from "preact/hooks";
import { api, get } from "../../api/client";
import type { components } from "../../api/schema";
import { Dialog } from "../../ui/dialog";
import { ErrorNote } from "../../ui/error-note";
import { Time } from "../../ui/time";
import { useLoaded } from "../../ui/loaded";
import { mayAdminister } from "../../session/permission";
import { actorName } from "../../session/team";
import "./revisions.css";

type Revision = components["schemas"]["RevisionListAnswer"]["data"][number];

async function load(): Promise<Revision[]> {
  return (await get(api.GET("/api/v1/context/revisions"))).data;
}

interface ContextRevisionsProps {
  /** The current revision. The list reloads when it changes. */
  current: number;
  onRestore: (text: string) => void;
}

export function ContextRevisions({ current, onRestore }: ContextRevisionsProps) {
  const [revisions, reload] = useLoaded(load);
  const [viewed, setViewed] = useState<Revision | null>(null);
  const newest = revisions.state === "ready" ? (revisions.data[0]?.revision ?? 0) : null;
  useEffect(() => {
    if (newest !== null && newest < current) void reload();
  }, [current]);

  return (
    <section class="panel" aria-labelledby="revisions-title">
      <h3 id="revisions-title">Revisions</h3>
      {revisions.state === "loading" && (
        <p class="quiet" aria-busy="true">
          Loading the revisions…
        </p>
      )}
      {revisions.state === "failed" && <ErrorNote error={revisions.error} retry={() => void reload()} />}
      {revisions.state === "ready" && revisions.data.length === 0 && <p class="quiet">No revisions yet. The last 20 are kept.</p>}
      {revisions.state === "ready" && (
        <ol class="revisions">
          {revisions.data.map((revision) => (
            <li key={revision.revision}>
              <span>
                <strong>{revision.revision}</strong>
                {revision.revision === current && <span class="badge">current</span>}
                <span class="quiet fine">
                  {revision.updatedAt && <Time at={revision.updatedAt} />} {revision.updatedBy && `by ${actorName(revision.updatedBy)}`}
                </span>
              </span>
              <button type="button" aria-label={`View revision ${revision.revision}`} onClick={() => setViewed(revision)}>
                View
              </button>
            </li>
          ))}
        </ol>
      )}
      <Dialog title={`Revision ${viewed?.revision ?? ""}`} open={viewed !== null} onClose={() => setViewed(null)}>
        {viewed && (
          <RevisionView
            revision={viewed.revision}
            onRestore={(text) => {
              onRestore(text);
              setViewed(null);
            }}
          />
        )}
      </Dialog>
    </section>
  );
}

function RevisionView({ revision, onRestore }: { revision: number; onRestore: (text: string) => void }) {
  const loadText = useCallback(
    async () =>
      (await get(api.GET("/api/v1/context/revisions/{revision}", { params: { path: { revision: String(revision) } } }))).data!.text,
    [revision],
  );
  const [text, reload] = useLoaded(loadText);
  if (text.state === "loading") {
    return (
      <p class="quiet" aria-busy="true">
        Loading the revision…
      </p>
    );
  }
  if (text.state === "failed") return <ErrorNote error={text.error} retry={() => void reload()} />;
  return (
    <>
      <pre class="version" tabIndex={0} aria-label={`Text of revision ${revision}`}>
        {text.data || <span class="quiet">This revision is empty.</span>}
      </pre>
      {mayAdminister() && (
        <div class="form-end">
          <button type="button" class="primary" onClick={() => onRestore(text.data)}>
            Copy to editor
          </button>
          <p class="hint">It takes effect when you save it.</p>
        </div>
      )}
    </>
  );
}
