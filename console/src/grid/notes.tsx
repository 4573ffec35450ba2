import { useEffect, useState } from "preact/hooks";
import { EnvironmentName, SystemName } from "../event/name";
import { readLookAlikes } from "../names/load";
import { archivedInWords, type LookAlike } from "../names/words";
import { mayAdminister } from "../session/permission";
import { showHidden } from "./choices";
import { grid, isRecalculating, show, view } from "./load";
import { shown } from "./shown";

/** The line above the grid: names that look alike, what is archived, and whether cells are being recalculated. */
export function Notes() {
  return (
    <div class="grid-notes quiet">
      <LookAlikesNote />
      <HiddenNote />
      <ArchivedNote />
      <p role="status">{isRecalculating.value && "Recalculating…"}</p>
    </div>
  );
}

function LookAlikesNote() {
  const [found, setFound] = useState<readonly LookAlike[]>([]);
  // Without this hint the grid is complete, so a failure isn't shown.
  useEffect(() => void readLookAlikes().then(setFound, () => undefined), []);
  const first = found[0];
  if (!first) return null;
  const more = found.length - 1;
  return (
    <p class="look-alikes">
      <span>
        {first.names.length} names look like one {first.field === "subject" ? "environment" : "system"}:{" "}
        {first.names.map((name, i) => (
          <>
            {i > 0 && ", "}
            {first.field === "subject" ? <EnvironmentName name={name} /> : <SystemName name={name} />}
          </>
        ))}
        {more > 0 && ` (and ${more} more)`}.
      </span>{" "}
      {mayAdminister() ? <a href="/settings/names">Merge…</a> : "Owners and admins can merge them."}
    </p>
  );
}

/** What this browser hides. */
function HiddenNote() {
  const count = shown.value?.hidden;
  if (!count || count.sources + count.subjects === 0) return null;
  const part = (n: number, name: string) => (n === 0 ? [] : [`${n} ${name}${n === 1 ? "" : "s"}`]);
  const words = [...part(count.subjects, "environment"), ...part(count.sources, "system")].join(" and ");
  return (
    <p>
      You hide {words}.{" "}
      <button type="button" class="plain small as-link" onClick={showHidden}>
        Bring back
      </button>
    </p>
  );
}

function ArchivedNote() {
  const count = grid.value?.archivedCount;
  const words = count ? archivedInWords(count) : "";
  if (!count || words === "") return null;
  const { archived } = view.value;
  return (
    <p>
      {words} {count.subjects + count.sources === 1 ? "is" : "are"} {archived ? "shown" : "hidden"}.{" "}
      <button type="button" class="plain small as-link" onClick={() => show({ archived: !archived })}>
        {archived ? "Hide" : "Show"}
      </button>
    </p>
  );
}
