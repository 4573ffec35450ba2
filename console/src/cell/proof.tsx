import { eventAddress } from "../event/address";
import { EventText } from "../event/text";
import { Time } from "../ui/time";
import { environmentName, type ProvingEvent } from "./shape";

interface ProofProps {
  event: ProvingEvent;
  source: string;
  /** The environment that goes without saying; undefined when none does. */
  here: string | null | undefined;
}

/** An event that shows that something is so, as a way to its page. */
export function Proof({ event, source, here }: ProofProps) {
  return (
    <span class="proof">
      {" "}
      <a href={eventAddress(event.id, source)}>
        <EventText text={event.type} />
        {event.version !== null && (
          <>
            {" "}
            <EventText text={event.version} class="mono" />
          </>
        )}
      </a>{" "}
      <span class="quiet">
        {event.subject !== here && (
          <>
            in <EventText text={environmentName(event.subject)} />{" "}
          </>
        )}
        <Time at={event.time} />
      </span>
    </span>
  );
}
