import type { Freeze, Grid, Incident, Place } from "../cell/shape";
import type { Mark } from "../grid/marks";

const hour = 3_600_000;

/** What is going on now, from the grid that is loaded already. */
export interface Facts {
  incidents: (Place & { incident: Incident })[];
  freezes: Freeze[];
  deploying: (Place & { version: string | null })[];
  /** Cells whose version changed in the last hour. */
  changed: (Place & { version: string | null })[];
  /** Cells that are ahead of the stage before. */
  ahead: Place[];
}

export function factsOf(grid: Grid, marks: ReadonlyMap<string, readonly Mark[]>): Facts {
  const facts: Facts = { incidents: [], freezes: [], deploying: [], changed: [], ahead: [] };
  const seen = new Set<string>();
  const since = Date.parse(grid.at) - hour;
  for (const { source, cells } of grid.rows) {
    for (const cell of cells) {
      const place = { source, subject: cell.subject };
      for (const incident of cell.incidents ?? []) {
        if (!seen.has(incident.ref)) facts.incidents.push({ ...place, incident });
        seen.add(incident.ref);
      }
      if (cell.inProgress) facts.deploying.push({ ...place, version: cell.inProgress.version });
      if (cell.versionEvent && Date.parse(cell.versionEvent.time) > since) facts.changed.push({ ...place, version: cell.version });
    }
  }
  facts.freezes = (grid.freezes ?? []).filter((freeze) => freeze.active);
  facts.incidents.sort((one, other) => Date.parse(other.incident.opened) - Date.parse(one.incident.opened));
  for (const [key, own] of marks) {
    if (!own.some((mark) => mark.kind === "ahead")) continue;
    const [source, subject] = JSON.parse(key) as [string, string | null];
    facts.ahead.push({ source, subject });
  }
  return facts;
}

/** Whether there is anything to say. */
export const isQuiet = (facts: Facts) => Object.values(facts).every((list: readonly unknown[]) => list.length === 0);

/** "PRODUCTION", "3 environments" or "all environments". */
export function whereFrozen(freezes: readonly Freeze[]): string {
  if (freezes.some((freeze) => freeze.subject === null)) return "all environments";
  const subjects = new Set(freezes.map((freeze) => freeze.subject!));
  return subjects.size === 1 ? [...subjects][0]! : `${subjects.size} environments`;
}

/** The last end of the freezes. */
export const endOf = (freezes: readonly Freeze[]) => Math.max(...freezes.map((freeze) => Date.parse(freeze.until)));
