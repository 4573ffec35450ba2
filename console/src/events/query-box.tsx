import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../ui/icons";
import { changeQuery, eventQuery } from "../query/current";
import { isOpen as isHelpOpen } from "./help-state";
import { readTokens, withoutToken } from "../query/query-text";
import { describeRejection, isMisunderstood } from "./refusal";
import { EventText } from "../event/text";
import { failure } from "./timeline";
import "./query-box.css";

export const queryBoxId = "query";

/** The input for the query. */
export function QueryBox() {
  const current = eventQuery.value.q;
  const [line, setLine] = useState(current);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setLine(current), [current]);
  const isWrong = isMisunderstood(failure.value);

  return (
    <form
      role="search"
      class="query"
      onSubmit={(e) => {
        e.preventDefault();
        changeQuery({ q: line });
      }}
    >
      <Icon name="search" />
      <input
        ref={input}
        id={queryBoxId}
        type="search"
        aria-label="Query"
        aria-describedby={isWrong ? "query-wrong" : undefined}
        aria-invalid={isWrong}
        placeholder='type:deployment severity>=MAJOR "free text"'
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="search"
        value={line}
        onInput={(e) => {
          setLine(e.currentTarget.value);
          if (e.currentTarget.value === "") changeQuery({ q: "" });
        }}
        onKeyDown={(e) => e.key === "Escape" && (line === current ? input.current?.blur() : setLine(current))}
      />
      <button type="submit" class={line.trim() === current ? "sr-only" : "primary"} tabIndex={line.trim() === current ? -1 : 0}>
        Search
      </button>
      <button
        type="button"
        class="plain"
        aria-label="Query syntax and shortcuts"
        title="Query syntax and shortcuts (?)"
        onClick={() => (isHelpOpen.value = true)}
      >
        ?
      </button>
    </form>
  );
}

export function Wrong() {
  const wrong = isMisunderstood(failure.value) ? describeRejection(failure.value) : null;
  return (
    wrong && (
      <p id="query-wrong" class="wrong" role="alert">
        {wrong}
      </p>
    )
  );
}

/** The terms of the query, each with a button to remove it. */
export function Chips() {
  const q = eventQuery.value.q;
  const tokens = readTokens(q);
  if (tokens.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters">
      {tokens.map((token) => (
        <li key={token.start} class={token.negated ? "chip excluding" : "chip"}>
          {token.field ? (
            <>
              <span class="chip-name">
                {token.negated && "not "}
                {token.field}
                {token.operator === ":" ? "" : ` ${token.operator}`}
              </span>{" "}
              {token.value === "" ? <em>none</em> : <EventText text={token.value} />}
            </>
          ) : (
            <>
              {token.negated && <span class="chip-name">not </span>}“<EventText text={token.value} />”
            </>
          )}
          <button
            type="button"
            class="plain"
            aria-label={`Remove ${token.text}`}
            onClick={() => changeQuery({ q: withoutToken(q, token) })}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
      {tokens.length > 1 && (
        <li>
          <button type="button" class="plain small" onClick={() => changeQuery({ q: "" })}>
            Clear all
          </button>
        </li>
      )}
    </ul>
  );
}
