import { useCallback, useState } from "preact/hooks";
import { isChangedMeanwhile } from "../../api/client";
import { mayAdminister } from "../../session/permission";
import { Empty } from "../../ui/empty";
import { ErrorNote } from "../../ui/error-note";
import { useLoaded } from "../../ui/loaded";
import { AskBeforeLeaving } from "../parts/unsaved";
import { type Correction, readCorrection, rowsOf, type TypeRow, writeCorrection } from "./correction";
import { readTypes, saveCorrection, type Types } from "./load";
import { type Edit, TypesTable } from "./table";
import "./page.css";

/** There is a filter for more types than this. */
const manyTypes = 20;

export function TypesPage() {
  const [types, reload] = useLoaded(readTypes);
  return (
    <section aria-labelledby="types-title">
      <h2 id="types-title" class="page-title">
        Event types
      </h2>
      <p class="lead">
        OpsTrails reads what an event means from the words of its type. Correct a type that it misreads.
      </p>
      {!mayAdminister() && <p class="note">Only owners and admins can correct a type.</p>}
      {types.state === "loading" && (
        <p class="quiet" aria-busy="true">
          Loading event types…
        </p>
      )}
      {types.state === "failed" && <ErrorNote error={types.error} retry={() => void reload()} />}
      {types.state === "ready" && <Listed types={types.data} reload={reload} />}
    </section>
  );
}

function Listed({ types, reload }: { types: Types; reload: () => Promise<void> }) {
  const [edits, setEdits] = useState<ReadonlyMap<string, Edit>>(new Map());
  const [filter, setFilter] = useState("");
  const [said, setSaid] = useState("");
  const all = rowsOf(types.seen, types.settings.data);
  const wanted = filter.trim().toLowerCase();
  const rows = all.filter((row) => row.type.toLowerCase().includes(wanted));

  const put = useCallback(
    (type: string, change: Partial<Edit>) =>
      setEdits((before) => new Map(before).set(type, { correction: null, outcome: null, ...before.get(type), ...change })),
    [],
  );

  async function save(type: string, correction: Correction): Promise<void> {
    put(type, { outcome: { kind: "saving" } });
    setSaid("");
    try {
      await saveCorrection(types, type, correction);
      await reload();
      put(type, { correction: null, outcome: { kind: "saved" } });
      setSaid(`${type}: ${savedText}`);
    } catch (error) {
      if (isChangedMeanwhile(error)) await reload();
      put(type, { outcome: isChangedMeanwhile(error) ? { kind: "conflict" } : { kind: "failed", error } });
    }
  }

  if (all.length === 0)
    return (
      <Empty title="No event types yet">
        <p>
          A type appears here when its first event is recorded. <a href="/">Send the first event</a>
        </p>
      </Empty>
    );
  const isChanged = (row: TypeRow) => {
    const correction = edits.get(row.type)?.correction;
    return !!correction && writeCorrection(correction) !== writeCorrection(readCorrection(row.mapped));
  };
  return (
    <>
      {all.length > manyTypes && (
        <div class="types-filter">
          <label>
            Filter types <input type="search" value={filter} onInput={(e) => setFilter(e.currentTarget.value)} />
          </label>
          <span class="quiet fine" role="status">
            {wanted === "" ? `${all.length} types` : `${rows.length} of ${all.length} types`}
          </span>
        </div>
      )}
      {rows.length === 0 ? (
        <p class="quiet">No type contains this text.</p>
      ) : (
        <TypesTable rows={rows} edits={edits} isChanged={isChanged} onEdit={put} onSave={(type, to) => void save(type, to)} />
      )}
      <p class="sr-only" role="status">
        {said}
      </p>
      <AskBeforeLeaving unsaved={all.some(isChanged)} />
    </>
  );
}

const savedText = "Saved. It counts for past events too.";
