import { useId, useState } from "preact/hooks";
import { plain } from "../../event/event-text";
import { EventText } from "../../event/text";
import { archive, bringBack, labelIn, merge, type NamesField, removeAlias, setLabel, type Settings } from "../../names/edit";
import { mayAdminister } from "../../session/permission";
import { Time } from "../../ui/time";
import { FieldError } from "../parts/field";
import { ListTable } from "../parts/list-table";
import type { Change } from "./change";
import { checkAlias, checkLabel, type NameRow } from "./rows";

interface NamesTableProps {
  field: NamesField;
  rows: readonly NameRow[];
  settings: Settings;
  isBusy: boolean;
  change: Change;
}

export function NamesTable({ field, rows, settings, isBusy, change }: NamesTableProps) {
  const list = useId();
  if (rows.length === 0) return <p class="quiet">No {field === "subjects" ? "environments" : "systems"} yet.</p>;
  return (
    <>
      <datalist id={list}>
        {rows
          .filter((row) => row.aliases.length === 0)
          .map((row) => (
            <option key={row.name} value={row.name} />
          ))}
      </datalist>
      <ListTable
        labelledBy="names-title"
        columns={["Name", "Shown as", "Also counts", "Last seen"]}
        {...(mayAdminister() && { actions: "Actions" })}
      >
        {rows.map((row) => (
          <Row key={row.name} field={field} row={row} settings={settings} isBusy={isBusy} change={change} list={list} />
        ))}
      </ListTable>
    </>
  );
}

function Row({ field, row, settings, isBusy, change, list }: Omit<NamesTableProps, "rows"> & { row: NameRow; list: string }) {
  const name = plain(row.name);
  return (
    <tr role="row" class={row.archivedAt === null ? undefined : "is-archived"}>
      <th role="rowheader" scope="row">
        <span class="key-name">
          <EventText text={row.name} />
        </span>
        {row.archivedAt !== null && (
          <span class="quiet fine">
            archived <Time at={row.archivedAt} />
          </span>
        )}
      </th>
      <td role="cell" data-label="Shown as">
        <ShownAs {...{ field, row, settings, isBusy, change }} />
      </td>
      <td role="cell" data-label="Also counts">
        <div>
          {row.aliases.length > 0 ? (
            <ul class="names alias-list" aria-label={`Names that count as ${name}`}>
              {row.aliases.map((alias) => (
                <li key={alias} class="name-chip">
                  <EventText text={alias} />{" "}
                  {mayAdminister() && (
                    <button
                      type="button"
                      class="plain small"
                      aria-label={`Remove ${plain(alias)} from ${name}`}
                      disabled={isBusy}
                      onClick={() => void change((now) => removeAlias(now, field, row.name, alias), `Removed ${plain(alias)}.`)}
                    >
                      ✕
                    </button>
                  )}
                </li>
              ))}
            </ul>
          ) : (
            !mayAdminister() && <span class="quiet">–</span>
          )}
          {mayAdminister() && <AddAlias {...{ field, row, settings, isBusy, change, list }} />}
        </div>
      </td>
      <td role="cell" data-label="Last seen">
        {row.lastSeen === null ? <span class="quiet">not recorded</span> : <Time at={row.lastSeen} />}
      </td>
      {mayAdminister() && (
        <td role="cell" class="row-end">
          {row.archivedAt !== null ? (
            <button
              type="button"
              aria-label={`Bring back ${name}`}
              disabled={isBusy}
              onClick={() => void change((now) => bringBack(now, field, row.name), `Brought back ${name}.`)}
            >
              Bring back
            </button>
          ) : (
            row.lastSeen !== null && (
              <button
                type="button"
                aria-label={`Archive ${name}`}
                disabled={isBusy}
                onClick={() => void change((now) => archive(now, field, row.name), `Archived ${name}. The next event brings it back.`)}
              >
                Archive
              </button>
            )
          )}
        </td>
      )}
    </tr>
  );
}

/** What is shown instead of the name. Saved when the field is left, or on Enter. */
function ShownAs({ field, row, settings, isBusy, change }: Omit<NamesTableProps, "rows"> & { row: NameRow }) {
  const label = labelIn(settings, field, row.name);
  const [text, setText] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const id = useId();
  const name = plain(row.name);
  if (!mayAdminister()) return label === "" ? <span class="quiet">–</span> : <EventText text={label} />;

  async function save(): Promise<void> {
    if (text === null) return;
    const wanted = text.trim();
    const wrong = wanted === label ? null : checkLabel(settings, field, row.name, wanted);
    setError(wrong);
    if (wrong !== null) return;
    const said = wanted === "" ? `${name} is shown by its name.` : `${name} is shown as ${plain(wanted)}.`;
    if (wanted === label || (await change((now) => setLabel(now, field, row.name, wanted), said))) setText(null);
  }

  return (
    <div>
      <input
        class="shown-as"
        aria-label={`Shown as, for ${name}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? id : undefined}
        placeholder="its name"
        autocomplete="off"
        disabled={isBusy}
        value={text ?? label}
        onInput={(e) => setText(e.currentTarget.value)}
        onBlur={() => void save()}
        onKeyDown={(e) => {
          if (e.key === "Enter") void save();
          if (e.key === "Escape") setText(null);
        }}
      />
      {error && <FieldError id={id} text={error} />}
    </div>
  );
}

function AddAlias({ field, row, settings, isBusy, change, list }: Omit<NamesTableProps, "rows"> & { row: NameRow; list: string }) {
  const [text, setText] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const id = useId();
  const name = plain(row.name);

  async function add(event: Event): Promise<void> {
    event.preventDefault();
    const alias = (text ?? "").trim();
    const wrong = checkAlias(settings, field, row.name, alias);
    setError(wrong);
    if (wrong !== null) return;
    if (await change((now) => merge(now, field, [alias], row.name), `${plain(alias)} counts as ${name}.`)) setText(null);
  }

  if (text === null)
    return (
      <button type="button" class="plain fine add-name" aria-label={`Add name to ${name}`} onClick={() => setText("")}>
        Add name
      </button>
    );
  return (
    <form
      class="alias-form"
      onSubmit={(e) => void add(e)}
      onKeyDown={(e) => {
        if (e.key === "Escape") setText(null);
      }}
    >
      <input
        aria-label={`Name that counts as ${name}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? id : undefined}
        autoFocus
        list={list}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(e) => setText(e.currentTarget.value)}
      />
      <button type="submit" class="primary" disabled={isBusy}>
        Add
      </button>
      <button type="button" class="plain" onClick={() => setText(null)}>
        Cancel
      </button>
      {error && <FieldError id={id} text={error} />}
    </form>
  );
}
