import { eventAddress } from "../../event/address";
import { EnvironmentName, VersionName } from "../../event/name";
import { EventText } from "../../event/text";
import { zone as chosenZone } from "../../ui/zone";
import { clockBeside, distance } from "../span";
import type { Incident } from "../suspicion";
import type { Step } from "./followed";

/** What followed the opening, oldest first. */
export function Followed({ incident, steps, known }: { incident: Incident; steps: readonly Step[]; known: boolean }) {
  const zone = chosenZone.value;
  const opened = Date.parse(incident.opened);
  return (
    <section aria-labelledby="followed">
      <h2 id="followed">What followed</h2>
      {steps.length === 0 && <p class="quiet">Nothing yet.</p>}
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.key}>
            <time class="mono" dateTime={new Date(step.at).toISOString()}>
              {clockBeside(step.at, opened, zone, true)}
            </time>
            <span class="quiet">{distance(step.at, opened)}</span>
            <a href={eventAddress(step.event.id, step.event.source)} class={step.kind === "resolved" ? "is-good" : undefined}>
              <StepText step={step} />
            </a>
          </li>
        ))}
      </ol>
      {!known && <p class="quiet">Some changes after the opening are no longer kept.</p>}
    </section>
  );
}

function StepText({ step }: { step: Step }) {
  const text = step.text !== "" && (
    <>
      : <EventText text={step.text} />
    </>
  );
  const version = step.version !== null && <VersionName version={step.version} />;
  switch (step.kind) {
    case "acknowledged":
      return <>Acknowledged{text}</>;
    case "resolved":
      return <>Resolved{text}</>;
    case "rolledBack":
      return (
        <>
          <strong>Rollback</strong>
          {version && (
            <>
              {" "}
              {step.before === null ? (
                "to"
              ) : (
                <>
                  <VersionName version={step.before} /> →
                </>
              )}{" "}
              {version}
            </>
          )}
          {step.subject !== null && (
            <>
              {" "}
              in <EnvironmentName name={step.subject} />
            </>
          )}
        </>
      );
    case "version":
      return (
        <>
          {version} {step.subject === null ? "arrived here" : <>reached {<EnvironmentName name={step.subject} />}</>}
        </>
      );
    default:
      return step.text === "" ? <>Update</> : <EventText text={step.text} />;
  }
}
