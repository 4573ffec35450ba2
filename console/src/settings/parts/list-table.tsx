import type { ComponentChildren } from "preact";
import "./list-table.css";

interface ListTableProps {
  /** The id of its heading. */
  labelledBy: string;
  /** The heads of its columns. */
  columns: readonly string[];
  /** What the buttons in the last column do, for who does not see them. */
  actions: string;
  /** Its rows. */
  children: ComponentChildren;
}

/** Becomes a list of cards where it is narrow; the roles are given because a table that is no longer displayed as one loses them. */
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
          <th role="columnheader" scope="col">
            <span class="sr-only">{actions}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}
