import type { ComponentChildren } from "preact";
import { VersionLink } from "../cell/links";
import type { Cell, Grid } from "../cell/shape";
import { age } from "../grid/age";
import type { Mark } from "../grid/marks";
import { zone } from "../ui/zone";
import { marksOfCell } from "./load";
import { CellMarks } from "./parts";

/** What runs in a place. */
export interface Running {
  source: string;
  cell: Cell;
}

interface RunningTableProps {
  grid: Grid;
  /** What the rows are: the heading of their names. */
  heading: ComponentChildren;
  rows: readonly Running[];
  /** The marks from comparing environments; empty until they are known. */
  marks: ReadonlyMap<string, readonly Mark[]>;
  nameOf: (running: Running) => ComponentChildren;
}

/** What runs in each of some places: version, age and marks. */
export function RunningTable({ grid, heading, rows, marks, nameOf }: RunningTableProps) {
  return (
    <table class="thing-table">
      <thead>
        <tr>
          {heading}
          <th scope="col" class="version">
            Version
          </th>
          <th scope="col" class="age-head">
            Age
          </th>
          <th scope="col" class="wide-only">
            Marks
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ source, cell }) => {
          const own = marksOfCell(source, cell, grid, marks, zone.value);
          return (
            <tr key={JSON.stringify([source, cell.subject])} class={cell.incidents ? "has-incident" : undefined}>
              <th scope="row">
                {nameOf({ source, cell })}
                {own.length > 0 && (
                  <span class="narrow-only">
                    <CellMarks marks={own} />
                  </span>
                )}
              </th>
              <td>
                <VersionLink source={source} cell={cell} />
              </td>
              <td class="age">{cell.versionEvent && age(cell.versionEvent.time, grid.at)}</td>
              <td class="wide-only">
                <CellMarks marks={own} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
