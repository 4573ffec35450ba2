import type { Freeze } from "../../cell/shape";
import { eventAddress } from "../../event/address";
import { EnvironmentName, SystemName, VersionName } from "../../event/name";
import { Severity } from "../../event/severity";
import { zone as chosenZone } from "../../ui/zone";
import { clockBeside, distance } from "../span";
import type { Change } from "../picture/changes";
import { verbOf } from "../picture/words";
import type { Incident } from "../suspicion";

interface TableProps {
  incident: Incident;
  changes: readonly Change[];
  freezes: readonly Freeze[];
}

/** The picture as a table. */
export function ChangesTable({ incident, changes, freezes }: TableProps) {
  const zone = chosenZone.value;
  const opened = Date.parse(incident.opened);
  const ended = incident.resolved === null ? null : Date.parse(incident.resolved);
  const rows = [
    ...changes.map((change) => ({ at: change.at, change, text: "" })),
    ...freezes.map((freeze) => ({
      at: Date.parse(freeze.from),
      change: null,
      text: `${freeze.kind === "maintenance" ? "Maintenance" : "Freeze"} until ${clockBeside(Date.parse(freeze.until), opened, zone)}`,
    })),
    { at: opened, change: null, text: "Incident opened" },
    ...(ended === null ? [] : [{ at: ended, change: null, text: "Incident resolved" }]),
  ].sort((one, other) => one.at - other.at);
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label="Changes around the incident">
      <table class="changes-table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Distance</th>
            <th scope="col">What</th>
            <th scope="col">System</th>
            <th scope="col">Environment</th>
            <th scope="col">Version</th>
            <th scope="col">Severity</th>
            <th scope="col">Suspect</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, change, text }, i) => (
            <tr key={change?.key ?? `${at} ${i}`} class={change ? undefined : "is-bound"}>
              <td class="mono">{clockBeside(at, opened, zone, true)}</td>
              <td>{at === opened ? "" : distance(at, opened)}</td>
              <td>{change ? <a href={eventAddress(change.event.id, change.event.source)}>{verbOf(change)}</a> : text}</td>
              <td>{change && <SystemName name={change.place.source} />}</td>
              <td>{change?.place.subject != null && <EnvironmentName name={change.place.subject} />}</td>
              <td>{change?.event.version != null && <VersionName version={change.event.version} />}</td>
              <td>{change && change.event.severity !== null && <Severity value={change.event.severity} />}</td>
              <td>{change?.strength}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
