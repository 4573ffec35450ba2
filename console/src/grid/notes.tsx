import { archivedInWords } from "../names/words";
import { showHidden } from "./choices";
import { grid, isRecalculating, show, view } from "./load";
import { shown } from "./shown";

/** The line above the grid: what is archived, and whether cells are being recalculated. */
export function Notes() {
  return (
    <div class="grid-notes quiet">
      <HiddenNote />
      <ArchivedNote />
      <p role="status">{isRecalculating.value && "Recalculating…"}</p>
    </div>
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
