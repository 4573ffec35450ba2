import { computed } from "@preact/signals";
import { useCallback, useEffect, useState } from "preact/hooks";
import { plain } from "../event/event-text";
import { incidentAddress } from "../links/addresses";
import { permalink } from "../event/reference";
import { EventText } from "../event/text";
import { descriptionOf } from "../event/description";
import { EventLinks, LinkedText } from "../event/links";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { shortVersion, nameParts } from "../event/name-parts";
import { compareAddress, environmentAddress, systemAddress, versionAddress } from "../links/addresses";
import { EventFields, IdField } from "./fields";
import type { Understood } from "../event/whole-event";
import { meaningInWords } from "../event/meaning";
import { mayAdminister } from "../session/permission";
import { gridBefore } from "../cell/address";
import { CellEvents } from "../cell/cell-events";
import { historyOf } from "../cell/history";
import { path, searchParams, setSearchParams } from "../ui/router";
import { type Loaded, useLoaded } from "../ui/loaded";
import { CopyButton } from "../ui/copy-button";
import { ErrorNote } from "../ui/error-note";
import { Time } from "../ui/time";
import { eventAddress, readEventAddress } from "../event/address";
import { type Changes, changesBefore, defaultWindow, findEvent, followedBy, readWindow, windows } from "./around";
import { briefOf } from "./brief";
import { DeleteEvent } from "./delete-event";
import { EventLine } from "../event/event-line";
import { setTitle } from "../session/title";
import { RankedChange } from "./ranked";
import "./page.css";

const named = computed(() => JSON.stringify(readEventAddress(path.value, searchParams.value)));

/** An event, with likely causes, later events and the history of its cell. */
export function EventPage() {
  const address = named.value;
  const find = useCallback(() => findEvent(JSON.parse(address) as ReturnType<typeof readEventAddress>), [address]);
  return <Named key={address} find={find} />;
}

const titleOf = ({ type, source, version }: Understood["event"]) =>
  plain([type, ...(version === null ? [] : [shortVersion(version)]), "of", nameParts(source).own].join(" "));

function Named({ find }: { find: () => Promise<Understood> }) {
  const [found, again] = useLoaded(find);
  useEffect(() => {
    setTitle(found.state === "ready" ? titleOf(found.data.event) : "Event");
  }, [found]);
  if (found.state === "failed") {
    return (
      <>
        <h1>Event</h1>
        <ErrorNote error={found.error} retry={() => void again()} />
      </>
    );
  }
  return found.state === "ready" ? <Around whole={found.data} /> : <p class="quiet">Loading…</p>;
}

function Around({ whole }: { whole: Understood }) {
  const { event } = whole;
  const lookBack = readWindow(searchParams.value.get("window"));
  const [changes, changesAgain] = useLoaded(useCallback(() => changesBefore(event, lookBack), [event, lookBack]));
  const [followed, followedAgain] = useLoaded(useCallback(() => followedBy(event), [event]));
  const [historyFailed, setHistoryFailed] = useState(false);

  async function brief(): Promise<string> {
    const history = await historyOf(event, null, null).then(
      (page) => page.events,
      () => null,
    );
    setHistoryFailed(history === null);
    const addressOf = (of: typeof event) => location.origin + eventAddress(of.id, of.source);
    return briefOf({ event, addressOf, changes: dataOf(changes), followed: dataOf(followed), history });
  }

  return (
    <article class="event-page">
      <Head whole={whole} shortRef={dataOf(changes)?.event?.ref ?? null} />
      <BriefButton make={brief} ready={changes.state !== "loading" && followed.state !== "loading"} />
      {historyFailed && <ErrorNote error="Couldn't load the history. The brief doesn't include it." />}
      <section aria-labelledby="before">
        <div class="section-head">
          <h2 id="before">Changes before</h2>
          <label class="compact">
            Look back{" "}
            <select
              value={lookBack}
              onChange={(e) => setSearchParams({ window: e.currentTarget.value === defaultWindow ? null : e.currentTarget.value })}
            >
              {windows.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </label>
        </div>
        <Before changes={changes} again={() => void changesAgain()} window={lookBack} />
      </section>
      <section aria-labelledby="after">
        <h2 id="after">Events within a day after</h2>
        {followed.state === "failed" ? (
          <ErrorNote error={followed.error} retry={() => void followedAgain()} />
        ) : followed.state === "loading" ? (
          <p class="quiet">Loading…</p>
        ) : (
          <>
            {!followed.data.isWhole && <p class="quiet">Too many events to list. The earliest are missing.</p>}
            {followed.data.here.length === 0 ? (
              <p class="quiet">No events in the same system or environment.</p>
            ) : (
              <ol class="event-lines">
                {followed.data.here.map((one) => (
                  <EventLine key={`${one.source} ${one.id}`} event={one} place />
                ))}
              </ol>
            )}
            {followed.data.elsewhere.length > 0 && (
              <details>
                <summary>{followed.data.elsewhere.length} elsewhere</summary>
                <ol class="event-lines">
                  {followed.data.elsewhere.map((one) => (
                    <EventLine key={`${one.source} ${one.id}`} event={one} place />
                  ))}
                </ol>
              </details>
            )}
          </>
        )}
      </section>
      <section aria-labelledby="cell">
        <h2 id="cell">
          History of <SystemName name={event.source} />{" "}
          {event.subject !== null && (
            <>
              in{" "}
              <a href={environmentAddress(event.subject)}>
                <EnvironmentName name={event.subject} />
              </a>
            </>
          )}
        </h2>
        <CellEvents place={event} at={null} current={event.id} />
      </section>
    </article>
  );
}

const dataOf = <T,>(loaded: Loaded<T>): T | null => (loaded.state === "ready" ? loaded.data : null);

function Head({ whole, shortRef }: { whole: Understood; shortRef: string | null }) {
  const { event } = whole;
  const description = descriptionOf(event);
  return (
    <header>
      <h1>
        <EventText text={event.type} />{" "}
        {event.version !== null && (
          <a href={versionAddress(event.source, event.version)}>
            <VersionName version={event.version} />
          </a>
        )}{" "}
        <span class="quiet">of</span>{" "}
        <a href={systemAddress(event.source)}>
          <SystemName name={event.source} />
        </a>
      </h1>
      {description !== "" && (
        <p>
          <LinkedText text={description} field="data.description" source={event.source} class="lines" />
        </p>
      )}
      <EventFields event={event}>
        <IdField event={event} shortRef={shortRef} />
      </EventFields>
      <EventLinks event={event} label="Links of this event" />
      <TakenFor meaning={whole.meaning} />
      <p class="actions">
        {whole.meaning.kind === "incident" && <a href={incidentAddress(event.id, event.source)}>Incident</a>}
        <a href={gridBefore(event.time)}>Grid just before</a>
        {event.subject !== null && (
          <a href={compareAddress(`${event.subject}@${justBefore(event.time)}`, `${event.subject}@${event.time}`)}>What it changed</a>
        )}
        <a href={permalink("", event)}>Show in event list</a>
        {mayAdminister() && <DeleteEvent event={event} />}
      </p>
      <details>
        <summary>Raw event</summary>
        <pre class="payload" tabIndex={0} aria-label="Event as JSON">
          <EventText text={whole.json} />
        </pre>
      </details>
    </header>
  );
}

const justBefore = (time: string) => new Date(Date.parse(time) - 1).toISOString();

function TakenFor({ meaning }: { meaning: Understood["meaning"] }) {
  return (
    <p>
      Taken for: {meaningInWords(meaning)}. {meaning.moves ? "Changes what runs." : "Doesn't change what runs."}{" "}
      {mayAdminister() && <a href="/settings/types">Event types</a>}
    </p>
  );
}

function Before({ changes, again, window }: { changes: Loaded<Changes>; again: () => void; window: string }) {
  if (changes.state === "failed") return <ErrorNote error={changes.error} retry={again} />;
  if (changes.state === "loading") return <p class="quiet">Loading…</p>;
  const { ranked, total, complete, counted } = changes.data;
  return (
    <>
      {!complete && (
        <p class="quiet">
          Too many events. Only changes since <Time at={counted.from ?? ""} exact /> are ranked.
        </p>
      )}
      {ranked.length === 0 ? (
        <p class="quiet">No changes in the {window} before.</p>
      ) : (
        <ol class="ranked">
          {ranked.map((one, i) => (
            <RankedChange key={`${one.event.source} ${one.event.id}`} change={one} isFirst={i === 0} />
          ))}
        </ol>
      )}
      {total > ranked.length && <p class="quiet">{total - ranked.length} more with lower scores.</p>}
    </>
  );
}

function BriefButton({ make, ready }: { make: () => Promise<string>; ready: boolean }) {
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    return (
      <button type="button" class="primary" disabled={!ready} onClick={() => void make().then(setText)}>
        Write a post-mortem brief
      </button>
    );
  }
  return (
    <section aria-label="Brief">
      <p class="actions">
        <CopyButton label="Copy brief" text={text} />
        <button type="button" onClick={() => setText(null)}>
          Close
        </button>
      </p>
      <pre class="payload" tabIndex={0} aria-label="Brief as Markdown">
        {text}
      </pre>
    </section>
  );
}
