import { EventText } from "../../event/text";
import { nameParts, shortVersion } from "../../event/name-parts";
import { zone as chosenZone } from "../../ui/zone";
import { clock, clockBeside, distance } from "../span";
import type { Change } from "../picture/changes";
import { type Lane, ranAt } from "../picture/lanes";
import { actorOf, verbOf } from "../picture/words";
import type { Incident } from "../suspicion";

interface StripProps {
  incident: Incident;
  lanes: readonly Lane[];
  at: number;
  change: Change | null;
}

/** Under the picture: the change under the pointer, and what ran at its moment. */
export function Strip({ incident, lanes, at, change }: StripProps) {
  const zone = chosenZone.value;
  const opened = Date.parse(incident.opened);
  const ran = ranAt(
    lanes.filter((lane) => lane.isHere),
    at,
  );
  return (
    <div class="strip">
      <p class="strip-change" aria-hidden="true">
        {change === null ? (
          <span class="quiet hint">
            Drag to zoom · <kbd>←</kbd> <kbd>→</kbd> walk the changes · <kbd>0</kbd> zooms back
          </span>
        ) : (
          <>
            <span class="mono">{clock(change.at, zone)}</span>{" "}
            <strong>
              <EventText text={nameParts(change.place.source).own} />
            </strong>{" "}
            {change.event.version !== null && <EventText text={shortVersion(change.event.version)} class="mono" />} {verbOf(change)}
            {actorOf(change) !== "" && (
              <>
                {" "}
                by <EventText text={actorOf(change)} />
              </>
            )}{" "}
            <span class="quiet">
              {distance(change.at, opened)}
              {change.description !== "" && (
                <>
                  {" · "}
                  <EventText text={change.description} />
                </>
              )}
            </span>
          </>
        )}
      </p>
      <p class="strip-ran">
        <span class="quiet">ran at {clockBeside(at, opened, zone)}</span>{" "}
        {ran.length === 0 ? (
          <span class="quiet">nothing known</span>
        ) : (
          ran.map(({ lane, bar }, i) => (
            <span key={lane.key}>
              {i > 0 && " · "}
              <span class={bar.tone === "suspect" ? "is-suspect" : undefined}>
                <EventText text={nameParts(lane.source).own} /> <EventText text={shortVersion(bar.version!)} class="mono" />
              </span>
            </span>
          ))
        )}
      </p>
    </div>
  );
}
