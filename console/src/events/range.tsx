import { useEffect, useRef, useState } from "preact/hooks";
import { closeFromOutside } from "../ui/menu";
import { type Zone, zone, zoneName } from "../ui/zone";
import { changeQuery, eventQuery, showTimesIn } from "../query/current";
import { describeRange, isLive, presets, type EventQuery } from "../query/event-query";
import "./range.css";

/** Chooses the time range: a preset, or custom start and end. */
export function RangeMenu() {
  const menu = useRef<HTMLDetailsElement>(null);
  const query = eventQuery.value;
  useEffect(() => closeFromOutside(menu.current!), []);

  function choose(range: Pick<EventQuery, "from" | "to">): void {
    menu.current!.open = false;
    menu.current!.querySelector("summary")!.focus();
    changeQuery(range);
  }

  return (
    <>
      <details class="menu range" ref={menu}>
        <summary aria-label={`Time range: ${describeRange(query)}`}>{describeRange(query)}</summary>
        <div class="menu-body">
          <ul class="presets">
            {presets.map((preset) => (
              <li key={preset.from}>
                <button
                  type="button"
                  class="plain"
                  aria-pressed={query.from === preset.from && isLive(query)}
                  onClick={() => choose({ from: preset.from, to: "" })}
                >
                  {preset.label}
                </button>
              </li>
            ))}
          </ul>
          <OwnRange query={query} choose={choose} />
        </div>
      </details>
      {!isLive(query) && (
        <button type="button" onClick={() => changeQuery({ to: "" })}>
          Extend to now
        </button>
      )}
    </>
  );
}

function OwnRange({ query, choose }: { query: EventQuery; choose: (range: Pick<EventQuery, "from" | "to">) => void }) {
  const [from, setFrom] = useState(query.from);
  const [to, setTo] = useState(query.to || "now");
  useEffect(() => {
    setFrom(query.from);
    setTo(query.to || "now");
  }, [query.from, query.to]);
  return (
    <form
      class="own-range"
      onSubmit={(e) => {
        e.preventDefault();
        choose({ from, to });
      }}
    >
      <label>
        From <input value={from} onInput={(e) => setFrom(e.currentTarget.value)} spellcheck={false} autocomplete="off" />
      </label>
      <label>
        To <input value={to} onInput={(e) => setTo(e.currentTarget.value)} spellcheck={false} autocomplete="off" />
      </label>
      <p class="quiet">
        Use -30m, -2h, -7d, -4w or now, or a time such as 2026-11-23 14:30. Times without a zone are in {zoneName(zone.value)}.
      </p>
      <button type="submit" class="primary">
        Apply
      </button>
    </form>
  );
}

/** Chooses the zone for showing times and for reading times without a zone. */
export function ZoneSwitch() {
  const choice = (of: Zone, label: string) => (
    <button type="button" aria-pressed={zone.value === of} title={zoneName(of)} onClick={() => showTimesIn(of)}>
      {label}
    </button>
  );
  return (
    <div class="switch" role="group" aria-label="Time zone">
      {choice("local", "Local")}
      {choice("utc", "UTC")}
    </div>
  );
}
