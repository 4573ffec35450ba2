import { useEffect } from "preact/hooks";
import { plain } from "../event/event-text";
import { Empty } from "../ui/empty";
import { ErrorNote } from "../ui/error-note";
import { hasDemo, isYoung } from "../first-minute/steps";
import { mayAdminister } from "../session/permission";
import { later } from "../ui/later";
import { setTitle } from "../session/title";
import { Bar } from "./bar";
import { showHidden } from "./choices";
import { FreezeList } from "./freeze-list";
import { failure, followGrid, grid, isBusy, isCurrent, loading, marksFailure, reload, show, view } from "./load";
import { Legend } from "./mark";
import { ArchiveDialog, ArchiveFailure } from "./archive";
import { HeadMenu } from "./head-menu";
import { Notes } from "./notes";
import { Peek } from "./peek";
import { shown } from "./shown";
import { GridTable } from "./table";
import "./page.css";

const FirstMinute = later("first steps", async () => {
  const { FirstMinute: Steps } = await import("../first-minute/first-minute");
  return () => <Steps onDemoLoaded={reload} />;
});

const FirstSteps = later("first steps", async () => {
  const { FirstSteps: Steps } = await import("../first-minute/checklist");
  return () => (grid.value ? <Steps grid={grid.value} onChanged={reload} /> : null);
});

const CellHistory = later("history", async () => (await import("./history")).CellHistory);

/** Which version runs where, now or at any time. Shows the first steps while there are no events. */
export function GridPage() {
  useEffect(() => {
    setTitle("Grid");
    return followGrid();
  }, []);
  const hasGrid = grid.value !== null;
  useEffect(() => void (hasGrid && CellHistory.load()), [hasGrid]);

  if (view.value.at === "" && isCurrent.value && grid.value?.rows.length === 0 && !grid.value.archivedCount) return <FirstMinute />;
  return (
    <div class="grid-page">
      <h1 class="sr-only">Grid</h1>
      <Bar />
      <ArchiveFailure />
      {failure.value !== null && <ErrorNote error={failure.value} retry={reload} />}
      {marksFailure.value !== null && (
        <ErrorNote error="Couldn't compare the environments. Marks for lagging and skipped stages are missing." retry={reload} />
      )}
      {grid.value ? <Shown /> : loading.value && <p class="quiet">Loading…</p>}
      <Notes />
      {/* Below the grid, which does not move when this has loaded. */}
      {mayAdminister() && view.value.at === "" && grid.value && (hasDemo(grid.value) || isYoung(grid.value)) && <FirstSteps />}
      <Peek />
      <HeadMenu />
      {(view.value.cell !== null || CellHistory.isLoaded()) && <CellHistory />}
      <ArchiveDialog />
    </div>
  );
}

function Shown() {
  if (grid.value!.rows.length === 0) {
    if (!isCurrent.value) return <p class="quiet">Loading…</p>;
    if (grid.value!.archivedCount) return <Empty title="Everything is archived" />;
    return (
      <Empty title="No events before this time">
        <p>
          <button type="button" onClick={() => show({ at: "" })}>
            Back to now
          </button>
        </p>
      </Empty>
    );
  }
  if (shown.value!.rows.length === 0 || shown.value!.columns.length === 0) {
    if (view.value.filter !== "") return <NoMatch />;
    if (!view.value.onlyDifferences)
      return (
        <Empty title="Everything is hidden">
          <p>
            <button type="button" onClick={showHidden}>
              Bring back
            </button>
          </p>
        </Empty>
      );
    return (
      <>
        <FreezeList />
        <Empty title="No differences">
          <p>
            Every system runs the same version along its ladders.{" "}
            <button type="button" onClick={() => show({ onlyDifferences: false })}>
              Show all systems
            </button>
          </p>
        </Empty>
      </>
    );
  }
  return (
    <div class={isCurrent.value ? undefined : "is-loading"} aria-busy={isBusy.value}>
      <GridTable />
      <Legend />
      <FreezeList />
    </div>
  );
}

function NoMatch() {
  return (
    <Empty title="No system matches">
      <p>
        Nothing in the grid has “{plain(view.value.filter)}” in its name
        {view.value.onlyDifferences && ", or it doesn't differ"}.{" "}
        <button type="button" onClick={() => show({ filter: "" })}>
          Clear the filter
        </button>
      </p>
    </Empty>
  );
}
