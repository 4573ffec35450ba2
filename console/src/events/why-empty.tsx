import { useEffect, useState } from "preact/hooks";
import { api, type Event, get } from "../api/client";
import { EventText } from "../event/text";
import { groups } from "../names/known";
import { changeQuery } from "../query/current";
import { describeRange, type EventQuery } from "../query/event-query";
import { readRecorded, recorded } from "../query/recorded";
import { Empty } from "../ui/empty";
import { Time } from "../ui/time";
import { answered } from "./timeline";
import { unknownValues } from "./unknown-values";

const words = { type: "type", source: "system", subject: "environment", severity: "severity", version: "version" };

/** Why a list is empty: a value that was never recorded, or no events in this range. */
export function WhyEmpty({ query }: { query: EventQuery }) {
  const before = useNewestBefore(query);
  useEffect(() => void readRecorded(), []);
  const unknown = recorded.value
    ? unknownValues(
        query.q,
        recorded.value,
        groups.value.map((group) => group.name),
      )
    : [];
  return (
    <Empty title="No events found">
      {unknown.map(({ token, instead }) => (
        <p key={token.start}>
          No {words[token.field!]} is called “<EventText text={token.value} />
          ”.{" "}
          {instead && (
            <>
              Did you mean{" "}
              <button type="button" onClick={() => changeQuery({ q: query.q.replace(token.text, () => instead) })}>
                <EventText text={instead} />
              </button>
            </>
          )}
        </p>
      ))}
      {unknown.length === 0 && (
        <p>
          {query.q ? "No event matches the query" : "No events were recorded"} in this range: {describeRange(query).toLowerCase()}.
          {before && (
            <>
              {" "}
              The newest one before it is from <Time at={before.time} />.
            </>
          )}
        </p>
      )}
      <p class="actions">
        {before && (
          <button type="button" class="primary" onClick={() => changeQuery({ from: dayBefore(before.time), to: "" })}>
            Show events since then
          </button>
        )}
        {query.q && (
          <button type="button" onClick={() => changeQuery({ q: "" })}>
            Clear query
          </button>
        )}
        <button type="button" onClick={() => changeQuery({ from: "-90d", to: "" })}>
          Show the last 90 days
        </button>
      </p>
    </Empty>
  );
}

const dayBefore = (time: string) => new Date(Date.parse(time) - 86_400_000).toISOString();

/** The newest event before the range that the query selects. Null when one page doesn't find it. */
function useNewestBefore(query: EventQuery): Event | null {
  const [found, setFound] = useState<Event | null>(null);
  const to = answered.value?.bounds.from;
  useEffect(() => {
    setFound(null);
    if (!to) return;
    const stop = new AbortController();
    const asked = { to, limit: "1", ...(query.q && { q: [query.q] }) };
    get(api.GET("/api/v1/events", { params: { query: asked }, signal: stop.signal })).then(
      (page) => setFound(page.data[0] ?? null),
      () => undefined,
    );
    return () => stop.abort();
  }, [query.q, to]);
  return found;
}
