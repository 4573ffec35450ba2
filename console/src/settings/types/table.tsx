import { useEffect, useId, useRef } from "preact/hooks";
import { kindInWords, meaningInWords } from "../../event/meaning";
import { plain } from "../../event/event-text";
import { EventText } from "../../event/text";
import { mayAdminister } from "../../session/permission";
import { ErrorNote } from "../../ui/error-note";
import { ListTable } from "../parts/list-table";
import { type Correction, correctionInWords, kindsOf, readCorrection, restsOf, type TypeRow, withKind } from "./correction";

export type Outcome = { kind: "saving" | "saved" | "conflict" } | { kind: "failed"; error: unknown };

/** What someone chose in a row, and what became of it. */
export interface Edit {
  correction: Correction | null;
  outcome: Outcome | null;
}

interface TypesTableProps {
  rows: readonly TypeRow[];
  edits: ReadonlyMap<string, Edit>;
  isChanged: (row: TypeRow) => boolean;
  onEdit: (type: string, change: Partial<Edit>) => void;
  onSave: (type: string, correction: Correction) => void;
}

export function TypesTable({ rows, edits, isChanged, onEdit, onSave }: TypesTableProps) {
  const columns = ["Type", "Last seen", "Taken for", "Changes what runs", ...(mayAdminister() ? ["Correction"] : [])];
  return (
    <ListTable labelledBy="types-title" columns={columns}>
      {rows.map((row) => (
        <tr key={row.type} role="row">
          <th role="rowheader" scope="row" class="type-name">
            <span class="key-name">
              <EventText text={row.type} />
            </span>
          </th>
          <td role="cell" data-label="Last seen" class="last-seen">
            {row.lastSeen === null ? (
              <span class="quiet">not recorded</span>
            ) : (
              <time dateTime={row.lastSeen}>{row.lastSeen.slice(0, 10)}</time>
            )}
          </td>
          <td role="cell" data-label="Taken for">
            <span>
              {row.meaning ? meaningInWords(row.meaning) : correctionInWords(row.mapped ?? "other")}{" "}
              {row.mapped !== null && <span class="badge">set by your team</span>}
            </span>
          </td>
          <td role="cell" data-label="Changes what runs">
            {row.meaning ? row.meaning.moves ? "Yes, with a version" : "No" : <span class="quiet">–</span>}
          </td>
          {mayAdminister() && (
            <td role="cell" data-label="Correction">
              <CorrectionOf row={row} edit={edits.get(row.type)} isChanged={isChanged(row)} onEdit={onEdit} onSave={onSave} />
            </td>
          )}
        </tr>
      ))}
    </ListTable>
  );
}

interface CorrectionProps extends Pick<TypesTableProps, "onEdit" | "onSave"> {
  row: TypeRow;
  edit: Edit | undefined;
  isChanged: boolean;
}

function CorrectionOf({ row, edit, isChanged, onEdit, onSave }: CorrectionProps) {
  const why = useId();
  const choice = useRef<HTMLSelectElement>(null);
  const correction = edit?.correction ?? readCorrection(row.mapped);
  const outcome = edit?.outcome ?? null;
  const rests = restsOf(correction);
  const name = plain(row.type);
  const isSaving = outcome?.kind === "saving";
  const change = (to: Correction) => onEdit(row.type, { correction: to, outcome: null });
  // The button that had the focus is gone.
  useEffect(() => {
    if (outcome?.kind === "saved" && document.activeElement === document.body) choice.current?.focus();
  }, [outcome]);
  return (
    <div class="correction">
      <div class="correction-choice">
        <select
          ref={choice}
          aria-label={`Kind of ${name}`}
          value={correction.kind}
          disabled={isSaving}
          onChange={(e) => change(withKind(correction, e.currentTarget.value))}
        >
          <option value="">By its words</option>
          {kindsOf(correction).map((kind) => (
            <option key={kind} value={kind}>
              {kindInWords(kind)}
            </option>
          ))}
        </select>
        {rests.length > 0 && (
          <select
            aria-label={`Phase or outcome of ${name}`}
            value={correction.rest}
            disabled={isSaving}
            onChange={(e) => change({ ...correction, rest: e.currentTarget.value })}
          >
            <option value="">By its data</option>
            {rests.map((rest) => (
              <option key={rest} value={rest}>
                {rest.replace(".", ", ")}
              </option>
            ))}
          </select>
        )}
        {(isChanged || isSaving) && (
          <button
            type="button"
            class="primary"
            aria-label={`Save ${name}`}
            aria-describedby={outcome?.kind === "conflict" ? why : undefined}
            disabled={isSaving}
            onClick={() => onSave(row.type, correction)}
          >
            {isSaving ? "Saving…" : "Save"}
          </button>
        )}
      </div>
      {outcome?.kind === "saved" && <p class="good">Saved. It counts for past events too.</p>}
      {outcome?.kind === "conflict" && (
        <p class="note" id={why} role="alert">
          Someone else changed the settings, so this isn't saved. The list shows their changes now.
          {isChanged && " Save again to keep yours."}
        </p>
      )}
      {outcome?.kind === "failed" && <ErrorNote error={outcome.error} />}
    </div>
  );
}
