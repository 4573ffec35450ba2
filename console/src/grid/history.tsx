import { VersionLink } from "../cell/links";
import { CellEvents } from "../cell/cell-events";
import { eventAddress } from "../event/address";
import { plain } from "../event/event-text";
import { EnvironmentName, SystemName } from "../event/name";
import { EventText } from "../event/text";
import { environmentAddress, systemAddress } from "../links/addresses";
import { Dialog } from "../ui/dialog";
import { Time } from "../ui/time";
import { grid, marks, show, view } from "./load";
import { Sign } from "./mark";
import { Proof } from "../cell/proof";
import { environmentName, type Place } from "../cell/shape";
import { marksOf } from "./table";
import "./history.css";

/** The history of the cell in the address. */
export function CellHistory() {
  const place = view.value.cell;
  const title = place ? plain(`${place.source} in ${environmentName(place.subject)}`) : "";
  return (
    <Dialog title={title} open={place !== null} onClose={() => view.peek().cell && show({ cell: null })}>
      {place && <History key={JSON.stringify(place)} place={place} />}
    </Dialog>
  );
}

function History({ place }: { place: Place }) {
  const cell = grid.value?.rows.find((row) => row.source === place.source)?.cells.find((one) => one.subject === place.subject);
  const found = cell ? marksOf(cell, place.source, marks.value, grid.value!.at) : [];
  return (
    <div class="history">
      <p class="history-of">
        <a href={systemAddress(place.source)}>
          <SystemName name={place.source} />
        </a>
        {place.subject !== null && (
          <a href={environmentAddress(place.subject)}>
            <EnvironmentName name={place.subject} />
          </a>
        )}
      </p>
      {cell && (
        <p>
          Version{" "}
          <VersionLink source={place.source} cell={cell} />
          {cell.versionEvent && (
            <>
              {" "}
              by <EventText text={cell.versionEvent.type} /> <Time at={cell.versionEvent.time} />
            </>
          )}
        </p>
      )}
      {found.length > 0 && (
        <ul class="found">
          {found.map((mark, i) => (
            <li key={i}>
              <Sign kind={mark.kind} /> <EventText text={mark.says} />
              {mark.opening !== undefined && (
                <span class="proof">
                  <a href={eventAddress(mark.opening, null)}>Opening event</a>
                </span>
              )}
              {mark.events.map((event) => (
                <Proof key={`${event.subject} ${event.id}`} event={event} source={place.source} here={place.subject} />
              ))}
            </li>
          ))}
        </ul>
      )}
      <CellEvents place={place} at={view.value.at === "" ? null : (grid.value?.at ?? null)} />
    </div>
  );
}
