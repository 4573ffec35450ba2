import type { ComponentChildren } from "preact";
import "./list-table.css";

interface ListTableProps {
  /** The id of the table's heading. */
  labelledBy: string;
  columns: readonly string[];
  /** The screen-reader heading of the column with buttons, if there is one. */
  actions?: string;
  children: ComponentChildren;
}

/**
 * A table that becomes a list of cards on narrow screens. Has explicit ARIA roles, because changing its display drops the implicit
 * ones.
 */
export function ListTable({ labelledBy, columns, actions, children }: ListTableProps) {
  return (
    <table class="key-table" role="table" aria-labelledby={labelledBy}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((name) => (
            <th key={name} role="columnheader" scope="col">
              {name}
            </th>
          ))}
          {actions && (
            <th role="columnheader" scope="col">
              <span class="sr-only">{actions}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}
