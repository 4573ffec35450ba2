import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../ui/icons";
import { changeQuery, eventQuery } from "../query/current";
import { apply, complete, type Completion, type Suggestion } from "../query/complete";
import { readRecorded, recorded } from "../query/recorded";
import { openHelp } from "../ui/help-state";
import { readTokens, withoutToken } from "../query/query-text";
import { describeRejection, isMisunderstood } from "./refusal";
import { EventText } from "../event/text";
import { failure } from "./timeline";
import "./query-box.css";

export const queryBoxId = "query";

const none: Completion = { start: 0, end: 0, suggestions: [] };

/** The input for the query, which completes fields and recorded values. */
export function QueryBox() {
  const current = eventQuery.value.q;
  const [line, setLine] = useState(current);
  const [completion, setCompletion] = useState(none);
  const [chosen, setChosen] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  useEffect(() => setLine(current), [current]);
  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const isWrong = isMisunderstood(failure.value);
  const { suggestions } = completion;

  function suggest(text: string): void {
    void readRecorded().then(() => document.activeElement === input.current && look(input.current!.value));
    look(text);
  }

  function look(text: string): void {
    setCompletion(complete(text, input.current!.selectionStart ?? text.length, recorded.peek()));
    setChosen(-1);
  }

  function hide(): void {
    setCompletion(none);
    setChosen(-1);
  }

  function take(suggestion: Suggestion): void {
    const applied = apply(line, completion, suggestion);
    caret.current = applied.caret;
    setLine(applied.line);
    setChosen(-1);
    setCompletion(complete(applied.line, applied.caret, recorded.peek()));
    input.current!.focus();
  }

  function onKey(e: KeyboardEvent): void {
    const by: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    if (by[e.key]) {
      if (suggestions.length === 0) suggest(line);
      else setChosen((chosen + by[e.key]! + suggestions.length + (chosen < 0 && by[e.key]! < 0 ? 1 : 0)) % suggestions.length);
    } else if ((e.key === "Enter" || e.key === "Tab") && !e.shiftKey && suggestions[chosen]) take(suggestions[chosen]);
    else if (e.key === "Escape" && suggestions.length > 0) hide();
    else if (e.key === "Escape") return line === current ? input.current?.blur() : setLine(current);
    else return;
    e.preventDefault();
  }

  return (
    <form
      role="search"
      class="query"
      onSubmit={(e) => {
        e.preventDefault();
        hide();
        changeQuery({ q: line });
      }}
    >
      <Icon name="search" />
      <input
        ref={input}
        id={queryBoxId}
        type="text"
        role="combobox"
        aria-label="Query"
        aria-autocomplete="list"
        aria-expanded={suggestions.length > 0}
        aria-controls="query-suggestions"
        aria-activedescendant={chosen >= 0 ? `query-suggestion-${chosen}` : undefined}
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
          suggest(e.currentTarget.value);
          if (e.currentTarget.value === "") changeQuery({ q: "" });
        }}
        onClick={(e) => suggest(e.currentTarget.value)}
        onBlur={hide}
        onKeyDown={onKey}
      />
      <ul id="query-suggestions" class="suggestions" role="listbox" aria-label="Suggestions" hidden={suggestions.length === 0}>
        {suggestions.map((one, i) => (
          <li
            key={one.text}
            id={`query-suggestion-${i}`}
            role="option"
            aria-selected={i === chosen}
            onPointerDown={(e) => {
              // Keeps the focus in the input.
              e.preventDefault();
              take(one);
            }}
          >
            <EventText text={one.label} /> <span class="quiet">{one.detail}</span>
          </li>
        ))}
      </ul>
      <button type="submit" class={line.trim() === current ? "sr-only" : "primary"} tabIndex={line.trim() === current ? -1 : 0}>
        Search
      </button>
      <button type="button" class="plain" aria-label="Query syntax and shortcuts" title="Query syntax and shortcuts (?)" onClick={openHelp}>
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
