import { useState } from "preact/hooks";
import { api, get } from "../../api/client";
import { ErrorNote } from "../../ui/error-note";
import { unexplained } from "./hints";
import { useLoaded } from "../../ui/loaded";
import { mayAdminister } from "../../session/permission";
import "../parts/names.css";

interface Recorded {
  label: string;
  names: string[];
}

async function load(): Promise<Recorded[]> {
  const [sources, subjects, types] = await Promise.all([
    get(api.GET("/api/v1/sources")),
    get(api.GET("/api/v1/subjects")),
    get(api.GET("/api/v1/types")),
  ]);
  const names = (list: { data: { value: string }[] }) => list.data.map((one) => one.value);
  return [
    { label: "Systems", names: names(sources) },
    { label: "Environments", names: names(subjects) },
    { label: "Types", names: names(types) },
  ];
}

/** Recorded names that the text doesn't explain yet. */
export function ContextHints({ text, onAdd }: { text: string; onAdd: (name: string, heading: string) => void }) {
  const [recorded, reload] = useLoaded(load);
  return (
    <section class="panel" aria-labelledby="hints-title">
      <h3 id="hints-title">Not explained yet</h3>
      {recorded.state === "loading" && (
        <p class="quiet" aria-busy="true">
          Loading recorded names…
        </p>
      )}
      {recorded.state === "failed" && <ErrorNote error={recorded.error} retry={() => void reload()} />}
      {recorded.state === "ready" &&
        (recorded.data.every((kind) => kind.names.length === 0) ? (
          <p class="quiet">No events yet, so there are no names to explain.</p>
        ) : (
          recorded.data.map((kind) => <Kind key={kind.label} kind={kind} text={text} onAdd={onAdd} />)
        ))}
    </section>
  );
}

const first = 12;

function Kind({ kind, text, onAdd }: { kind: Recorded; text: string; onAdd: (name: string, heading: string) => void }) {
  const [all, setAll] = useState(false);
  const missing = unexplained(text, kind.names);
  const shown = all ? missing : missing.slice(0, first);
  return (
    <>
      <h4>
        {kind.label} <span class="quiet">{kind.names.length === 0 ? "none recorded" : `${missing.length} of ${kind.names.length}`}</span>
      </h4>
      {kind.names.length > 0 && missing.length === 0 && (
        <p class="good">
          <span aria-hidden="true">✓ </span>All mentioned.
        </p>
      )}
      <ul class="names">
        {shown.map((name) => (
          <li key={name}>
            {mayAdminister() ? (
              <button type="button" class="name-chip" aria-label={`Add ${name} to the text`} onClick={() => onAdd(name, kind.label)}>
                <span aria-hidden="true">+ </span>
                {name}
              </button>
            ) : (
              <span class="name-chip">{name}</span>
            )}
          </li>
        ))}
      </ul>
      {missing.length > shown.length && (
        <button type="button" class="plain fine" onClick={() => setAll(true)}>
          Show {missing.length - shown.length} more
        </button>
      )}
    </>
  );
}
