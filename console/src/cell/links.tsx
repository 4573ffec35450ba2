import { EnvironmentName, VersionName } from "../event/name";
import { environmentAddress, versionAddress } from "../links/addresses";
import type { Cell } from "./shape";

/** An environment as a link to its page; events without one have none. */
export function EnvironmentLink({ subject }: { subject: string | null }) {
  if (subject === null) return <span class="quiet">no environment</span>;
  return (
    <a href={environmentAddress(subject)}>
      <EnvironmentName name={subject} />
    </a>
  );
}

/** The version that runs in a cell of a system, as a link to its page. */
export function VersionLink({ source, cell }: { source: string; cell: Cell }) {
  if (cell.version === null) return <span class="quiet">{cell.versionKnown === false ? "unknown" : "none"}</span>;
  return (
    <a href={versionAddress(source, cell.version)}>
      <VersionName version={cell.version} />
    </a>
  );
}
