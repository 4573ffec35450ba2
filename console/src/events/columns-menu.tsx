import { useEffect, useRef, useState } from "preact/hooks";
import { closeFromOutside } from "../ui/menu";
import { plain } from "../event/event-text";
import { isData, labelOf, standard, toggleColumn } from "./column-list";
import { columns, showColumns } from "./columns";
import { rows } from "./timeline";

const maxOffered = 30;

/** The members of data that the listed events have. */
function offered(): string[] {
  const names = new Set<string>();
  for (const item of rows.value.slice(0, 200)) {
    if (item.kind !== "event" || typeof item.event.data !== "object" || item.event.data === null) continue;
    for (const name of Object.keys(item.event.data)) if (name !== "description" && !name.includes(",")) names.add(`data.${name}`);
  }
  for (const column of columns.value) if (isData(column)) names.add(column);
  return [...names].slice(0, maxOffered);
}

/** Chooses the columns of the list. */
export function ColumnsMenu() {
  const menu = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => closeFromOutside(menu.current!), []);
  const toggle = (column: string) => showColumns(toggleColumn(columns.value, column));
  const choice = (column: string) => (
    <li key={column}>
      <label class="check">
        <input type="checkbox" checked={columns.value.includes(column)} onChange={() => toggle(column)} /> {plain(labelOf(column))}
      </label>
    </li>
  );
  return (
    <details class="menu columns-menu" ref={menu} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>Columns</summary>
      {isOpen && (
        <div class="menu-body">
          <ul>{standard.map((column) => choice(column.id))}</ul>
          {offered().length > 0 && (
            <>
              <h3>From data</h3>
              <ul>{offered().map(choice)}</ul>
            </>
          )}
          <button type="button" onClick={() => showColumns(null)}>
            Reset columns
          </button>
        </div>
      )}
    </details>
  );
}
