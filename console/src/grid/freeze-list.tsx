import type { Freeze } from "../cell/shape";
import { plain } from "../event/event-text";
import { EventText } from "../event/text";
import { Icon } from "../ui/icons";
import { zone } from "../ui/zone";
import { endInShort, freezeInWords, freezesIn } from "./freezes";
import { grid } from "./load";
import "./freeze-list.css";

/** More than this fold, so that the grid stays in view. */
const maxShown = 3;

/** The freezes and maintenance of the grid, one a line. */
export function FreezeList() {
  const freezes = grid.value?.freezes ?? [];
  const folded = freezes.slice(maxShown);
  return (
    <>
      {freezes.length > 0 && <Lines of={freezes.slice(0, maxShown)} />}
      {folded.length > 0 && (
        <details class="freezes-more">
          <summary>{folded.length} more</summary>
          <Lines of={folded} />
        </details>
      )}
    </>
  );
}

const Lines = ({ of }: { of: readonly Freeze[] }) => (
  <ul class="freezes">
    {of.map((freeze) => (
      <li key={freeze.ref} title={plain(freeze.source)} class={freeze.active ? undefined : "quiet"}>
        <span class="freeze-sign">
          <Icon name="freeze" />
        </span>{" "}
        <EventText text={freezeInWords(freeze, grid.value!.at, zone.value)} />
      </li>
    ))}
  </ul>
);

/** The sign of a frozen environment, for its column head. */
export function FreezeSign({ subject }: { subject: string | null }) {
  const active = freezesIn(subject, grid.value?.freezes ?? []);
  if (active.length === 0) return null;
  const says = active.map((freeze) => plain(freezeInWords(freeze, grid.value!.at, zone.value)));
  return (
    <span class="freeze-sign" role="img" aria-label={says.join("; ")} title={says.join("\n")}>
      <Icon name="freeze" /> <span aria-hidden="true">{endInShort(active, grid.value!.at, zone.value)}</span>
    </span>
  );
}
