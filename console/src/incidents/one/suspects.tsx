import { eventAddress } from "../../event/address";
import { EnvironmentName, SystemName, VersionName } from "../../event/name";
import { EventText } from "../../event/text";
import { zone as chosenZone } from "../../ui/zone";
import { clockBeside } from "../span";
import { groupsOf, type Incident, type Nearness, nearnessInWords } from "../suspicion";
import type { SuspectRow } from "./suspect-rows";

interface SuspectsProps {
  incident: Incident;
  /** The most suspect first. */
  rows: readonly SuspectRow[];
  total: number;
  complete: boolean;
  /** Whether the opening event is still kept, so that there is a ranking. */
  kept: boolean;
}

/** The changes of the two hours before, by where they happened. */
export function Suspects({ incident, rows, total, complete, kept }: SuspectsProps) {
  const more = total - rows.length;
  return (
    <section aria-labelledby="suspects">
      <h2 id="suspects">Suspects</h2>
      {rows.length === 0 && (
        <p class="quiet">{kept ? "No changes in the 2 hours before." : "The opening event is no longer kept, so there is no ranking."}</p>
      )}
      {groupsOf(rows).map(({ nearness, suspects }) =>
        nearness === "elsewhere" ? (
          <details class="suspect-group" key={nearness}>
            <summary class="group-name">
              Elsewhere ({suspects.length + Math.max(more, 0)})<span class="group-best">, best {suspects[0]!.change.score} of 100</span>
            </summary>
            <Group incident={incident} nearness={nearness} suspects={suspects} />
          </details>
        ) : (
          <div class="suspect-group" key={nearness}>
            <h3 class="group-name">{nearnessInWords[nearness]}</h3>
            <Group incident={incident} nearness={nearness} suspects={suspects} />
          </div>
        ),
      )}
      {more > 0 && <p class="quiet">{more} more with lower scores.</p>}
      {!complete && <p class="quiet">Too many events. Only the newest changes are ranked.</p>}
    </section>
  );
}

function Group({ incident, nearness, suspects }: { incident: Incident; nearness: Nearness; suspects: readonly SuspectRow[] }) {
  return (
    <ol class="suspects">
      {suspects.map((one) => (
        <Suspect key={one.key} incident={incident} nearness={nearness} row={one} />
      ))}
    </ol>
  );
}

const strengths = { strong: "Strong", possible: "Possible", weak: "Weak" };

function Suspect({ incident, nearness, row }: { incident: Incident; nearness: Nearness; row: SuspectRow }) {
  const zone = chosenZone.value;
  const { change, strength, reasons, place, verb, actor } = row;
  const { event } = change;
  const opened = Date.parse(incident.opened);
  const isElsewhere = nearness === "elsewhere" || (nearness === "system" && place.subject !== incident.subject);
  return (
    <li class="suspect">
      <span class={`strength is-${strength}`} title={`${change.score} of 100`}>
        {strengths[strength]}
      </span>
      <div>
        <p class="suspect-what">
          <a href={eventAddress(event.id, event.source)}>
            <SystemName name={place.source} />
            {event.version !== null && (
              <>
                {" "}
                <VersionName version={event.version} />
              </>
            )}
          </a>{" "}
          <span>
            <EventText text={verb} /> <time dateTime={event.time}>{clockBeside(Date.parse(event.time), opened, zone, true)}</time>
            {actor !== "" && (
              <>
                {" "}
                by <EventText text={actor} />
              </>
            )}
          </span>{" "}
          {isElsewhere && (
            <span class="quiet">
              in {place.subject === null ? "no environment" : <EnvironmentName name={place.subject} />}
            </span>
          )}
        </p>
        {row.description !== "" && (
          <p class="quiet suspect-description">
            <EventText text={row.description} />
          </p>
        )}
        <div class="reasons">
          <ul aria-label="Reasons">
            {reasons.map((reason) => (
              <li key={reason} class="reason">
                {reason}
              </li>
            ))}
          </ul>
          <details class="points">
            <summary>Points</summary>
            <table>
              <caption>
                {change.points} of {change.of} points that could be judged: {change.score} of 100
              </caption>
              <tbody>
                {change.factors.map((factor) => (
                  <tr key={factor.name}>
                    <th scope="row">
                      <EventText text={factor.why} />
                    </th>
                    <td>{factor.points === null ? "not rated" : `${factor.points} of ${factor.of}`}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </div>
      </div>
    </li>
  );
}
