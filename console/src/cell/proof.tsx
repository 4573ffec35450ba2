import { eventAddress } from "../event/address";
import { EnvironmentName, VersionName } from "../event/name";
import { EventText } from "../event/text";
import { Time } from "../ui/time";
import { environmentName, type ProvingEvent } from "./shape";

interface ProofProps {
  event: ProvingEvent;
  source: string;
  /** The environment to leave out of the text; undefined to always show it. */
  here: string | null | undefined;
}

/** A link to an event that is evidence for a mark or finding. */
export function Proof({ event, source, here }: ProofProps) {
  return (
    <span class="proof">
      {" "}
      <a href={eventAddress(event.id, source)}>
        <EventText text={event.type} />
        {event.version !== null && (
          <>
            {" "}
            <VersionName version={event.version} />
          </>
        )}
      </a>{" "}
      <span class="quiet">
        {event.subject !== here && (
          <>
            in <EnvironmentName name={environmentName(event.subject)} />{" "}
          </>
        )}
        <Time at={event.time} />
      </span>
    </span>
  );
}
