import { Severity } from "../event/severity";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { EventText } from "../event/text";
import { environmentAddress, systemAddress } from "../links/addresses";
import { Time } from "../ui/time";
import { eventAddress } from "../event/address";
import type { Ranked } from "./around";
import { factorNames } from "./brief";
import { descriptionOf } from "../event/description";
import "./ranked.css";

/** A ranked change with its factors and their points. */
export function RankedChange({ change, isFirst }: { change: Ranked; isFirst: boolean }) {
  const { event } = change;
  return (
    <li>
      <p class="event-line">
        <strong title={`${change.points} of ${change.of} rated points`}>{change.score} %</strong>
        <Severity value={event.severity} />
        <a href={eventAddress(event.id, event.source)}>
          <EventText text={event.type} /> {event.version !== null && <VersionName version={event.version} />}
        </a>
        <a class="line-place" href={systemAddress(event.source)}>
          <SystemName name={event.source} />
        </a>
        {event.subject !== null && (
          <a class="line-place" href={environmentAddress(event.subject)}>
            <EnvironmentName name={event.subject} />
          </a>
        )}
        <span class="quiet">
          {change.minutesBefore} min before, <Time at={event.time} />
        </span>
      </p>
      {descriptionOf(event) && <EventText text={descriptionOf(event)} class="line-description quiet" />}
      <details open={isFirst}>
        <summary>
          Why: {change.points} of {change.of} points
        </summary>
        <table class="factors">
          <thead>
            <tr>
              <th scope="col">Factor</th>
              <th scope="col">Points</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {change.factors.map((factor) => (
              <tr key={factor.name}>
                <th scope="row">{factorNames[factor.name] ?? factor.name}</th>
                <td>
                  {factor.points === null ? (
                    <span class="quiet">not rated</span>
                  ) : (
                    <>
                      <meter min={0} max={factor.of} value={factor.points} aria-hidden="true" /> {factor.points} of {factor.of}
                    </>
                  )}
                </td>
                <td>
                  <EventText text={factor.why} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </li>
  );
}
