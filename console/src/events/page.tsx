import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { SavedFilters } from "../saved-filters/menu";
import { Empty } from "../ui/empty";
import { ErrorNote } from "../ui/error-note";
import { Icon } from "../ui/icons";
import { Said } from "../ui/say";
import { eventQuery, readZoneOfAddress } from "../query/current";
import { followCounts } from "./counts";
import { labelOf } from "./column-list";
import { columns, tracks } from "./columns";
import { ColumnsMenu } from "./columns-menu";
import { plain } from "../event/event-text";
import { Details } from "./details";
import { FacetsPanel } from "./facets-panel";
import { Histogram } from "./histogram";
import { followKeys } from "./keyboard";
import { EventRows, ListEnd } from "./list";
import { LivePill, NewEvents } from "./live-pill";
import { close, followReference, linked, showLinked } from "./opened";
import { Chips, QueryBox, Wrong } from "./query-box";
import { RangeMenu, ZoneSwitch } from "./range";
import { isMisunderstood } from "./refusal";
import { EventText } from "../event/text";
import { setTitle } from "../session/title";
import { Scheduled } from "./scheduled";
import { followIncidents } from "./incident-marks";
import { lookForPlace } from "./place";
import { arriveDue, failure, followTimeline, isNew, list, loading, pause, reload, rows, searchStopped } from "./timeline";
import { pointed } from "./pause";
import { WhyEmpty } from "./why-empty";
import "./page.css";

export function EventsPage() {
  useEffect(() => {
    readZoneOfAddress();
    lookForPlace();
    const stops = [followTimeline(), followCounts(), followIncidents(), effect(arriveDue), followReference(), followKeys()];
    setTitle("Events");
    return () => {
      for (const stop of stops) stop();
      pause.value = null;
      pointed.value = false;
    };
  }, []);

  return (
    <div class="events">
      <h1 class="sr-only">Events</h1>
      <div class="toolbar">
        <div class="controls">
          <QueryBox />
          <RangeMenu />
          <SavedFilters />
          <ZoneSwitch />
          <LivePill />
        </div>
        <Wrong />
        <Chips />
        <NewEvents />
      </div>
      <div class="columns">
        <details class="facets-fold" open={isWide.value}>
          <summary>Filter by field</summary>
          <FacetsPanel />
        </details>
        <div class="main-column">
          <Histogram />
          <Linked />
          <Scheduled />
          <List />
        </div>
      </div>
      <Said />
    </div>
  );
}

const wide = matchMedia("(min-width: 64rem)");
const isWide = signal(wide.matches);
wide.addEventListener("change", () => (isWide.value = wide.matches));

function List() {
  return (
    <section class={`list ${loading.value === "first" ? "is-loading" : ""}`} aria-label="Event list">
      <h2 class="sr-only">Event list</h2>
      <header>
        <ColumnsMenu />
      </header>
      <div class="column-names" aria-hidden="true" style={{ "--tracks": tracks.value }}>
        {columns.value.map((column) => (
          <span key={column}>{plain(labelOf(column))}</span>
        ))}
      </div>
      {failure.value ? (
        isMisunderstood(failure.value) ? (
          <p class="quiet">Fix the query above to list events.</p>
        ) : (
          <ErrorNote error={failure.value} retry={reload} />
        )
      ) : rows.value.length > 0 ? (
        <EventRows />
      ) : loading.value ? (
        <p class="quiet">Loading…</p>
      ) : (
        !searchStopped.value && list.value.next === null && <NothingFound />
      )}
      <ListEnd />
    </section>
  );
}

function NothingFound() {
  const query = eventQuery.value;
  if (isNew.value) {
    return (
      <Empty title="No events yet">
        <p>
          Events appear here as they arrive. <a href="/">Send the first one</a>
        </p>
      </Empty>
    );
  }
  return <WhyEmpty query={query} />;
}

/** The event from the address. */
function Linked() {
  const shown = linked.value;
  if (!shown) return null;
  return (
    <section class="linked" aria-label="Linked event">
      <header>
        <h2>
          {shown.whole ? (
            <>
              <EventText text={shown.whole.event.type} /> <span class="quiet">of</span> <EventText text={shown.whole.event.source} />
            </>
          ) : (
            "Linked event"
          )}
        </h2>
        <button type="button" class="plain" aria-label="Close linked event" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {shown.whole ? (
        <Details event={shown.whole.event} given={shown.whole} key={shown.whole.event.id} />
      ) : shown.failure ? (
        <ErrorNote error={shown.failure} retry={() => void showLinked(shown.reference)} />
      ) : (
        <p class="quiet">Loading…</p>
      )}
    </section>
  );
}
