import { useEffect, useRef, useState } from "preact/hooks";
import { api, get } from "../api/client";
import { eventQuery } from "../query/current";
import { describeRange } from "../query/event-query";
import { EventText } from "../event/text";
import { mayRecord } from "../session/permission";
import { ErrorNote } from "../ui/error-note";
import { type Loaded, useLoaded } from "../ui/loaded";
import { closeFromOutside } from "../ui/menu";
import { say } from "../ui/say";
import { addressOf, isShown, type SavedFilter } from "./saved";
import { SaveFilter } from "./save-filter";
import "./menu.css";

const load = async () => (await get(api.GET("/api/v1/filters"))).data;

/** Lists the organization's saved filters and saves the current query. */
export function SavedFilters() {
  const menu = useRef<HTMLDetailsElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => closeFromOutside(menu.current!), []);

  function close(): void {
    menu.current!.open = false;
    menu.current!.querySelector("summary")!.focus();
  }

  return (
    <details class="saved" ref={menu} onToggle={(e) => setIsOpen(e.currentTarget.open)}>
      <summary>Saved filters</summary>
      {isOpen && (
        <div class="menu-body">
          <Filters onDone={close} />
        </div>
      )}
    </details>
  );
}

function Filters({ onDone }: { onDone: () => void }) {
  const [filters, reload] = useLoaded(load);
  return (
    <>
      <List filters={filters} reload={reload} onApplied={onDone} />
      {mayRecord() ? (
        <SaveFilter
          all={filters.state === "ready" ? filters.data : []}
          onSaved={(name) => {
            say(`Saved as ${name}`);
            onDone();
          }}
        />
      ) : (
        <p class="quiet">Members, admins and owners can save and delete filters.</p>
      )}
    </>
  );
}

interface ListProps {
  filters: Loaded<SavedFilter[]>;
  reload: () => Promise<void>;
  onApplied: () => void;
}

function List({ filters, reload, onApplied }: ListProps) {
  const status = useRef<HTMLParagraphElement>(null);
  const [said, setSaid] = useState("");

  async function deleted(name: string): Promise<void> {
    setSaid(`Deleted ${name}.`);
    await reload();
    // The focused button was removed with the filter.
    status.current?.focus();
  }

  if (filters.state === "loading") return <p class="quiet">Loading…</p>;
  if (filters.state === "failed") return <ErrorNote error={filters.error} retry={() => void reload()} />;
  return (
    <>
      {filters.data.length === 0 ? (
        <p class="quiet">No saved filters yet. Everyone in the organization can use them.</p>
      ) : (
        <ul aria-label="Saved filters">
          {filters.data.map((filter) => (
            <Entry key={filter.id} filter={filter} onApplied={onApplied} onDeleted={() => void deleted(filter.name)} />
          ))}
        </ul>
      )}
      <p class={said ? "quiet" : "sr-only"} role="status" tabIndex={-1} ref={status}>
        {said}
      </p>
    </>
  );
}

function Entry({ filter, onApplied, onDeleted }: { filter: SavedFilter; onApplied: () => void; onDeleted: () => void }) {
  const [asking, setAsking] = useState(false);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const query = eventQuery.value;

  async function remove(): Promise<void> {
    setState({ busy: true, error: null });
    try {
      await get(api.DELETE("/api/v1/filters/{id}", { params: { path: { id: filter.id } } }));
      onDeleted();
    } catch (error) {
      setState({ busy: false, error });
    }
  }

  return (
    <li>
      <a href={addressOf(filter, query)} aria-current={isShown(filter, query) ? "true" : undefined} onClick={onApplied}>
        <EventText text={filter.name} />
        <span class="quiet">
          {filter.range && `${describeRange({ q: "", from: filter.range, to: "" })} · `}
          {filter.query ? <EventText text={filter.query} class="mono" /> : "all events"}
        </span>
      </a>
      {mayRecord() &&
        (asking ? (
          <span class="sure" role="group" aria-label={`Delete ${filter.name} for everyone?`}>
            <button type="button" class="danger" autoFocus disabled={state.busy} onClick={() => void remove()}>
              Delete for everyone
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              Keep
            </button>
          </span>
        ) : (
          <button type="button" class="plain" aria-label={`Delete ${filter.name}`} onClick={() => setAsking(true)}>
            Delete
          </button>
        ))}
      {state.error !== null && <ErrorNote error={state.error} />}
    </li>
  );
}
