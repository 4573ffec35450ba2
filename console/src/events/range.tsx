import { useEffect, useRef, useState } from "preact/hooks";
import { closeFromOutside } from "../ui/menu";
import { type Zone, zone, zoneName } from "../ui/zone";
import { ask, question, showTimesIn } from "../query/asked";
import { describeRange, isLive, presets, type Question } from "../query/question";
import "./range.css";

/** Chooses the time range: a preset, or custom start and end. */
export function RangeMenu() {
  const menu = useRef<HTMLDetailsElement>(null);
  const asked = question.value;
  useEffect(() => closeFromOutside(menu.current!), []);

  function choose(range: Pick<Question, "from" | "to">): void {
    menu.current!.open = false;
    menu.current!.querySelector("summary")!.focus();
    ask(range);
  }

  return (
    <>
      <details class="menu range" ref={menu}>
        <summary aria-label={`Time range: ${describeRange(asked)}`}>{describeRange(asked)}</summary>
        <div class="menu-body">
          <ul class="presets">
            {presets.map((preset) => (
              <li key={preset.from}>
                <button
                  type="button"
                  class="plain"
                  aria-pressed={asked.from === preset.from && isLive(asked)}
                  onClick={() => choose({ from: preset.from, to: "" })}
                >
                  {preset.label}
                </button>
              </li>
            ))}
          </ul>
          <OwnRange asked={asked} choose={choose} />
        </div>
      </details>
      {!isLive(asked) && (
        <button type="button" onClick={() => ask({ to: "" })}>
          Extend to now
        </button>
      )}
    </>
  );
}

function OwnRange({ asked, choose }: { asked: Question; choose: (range: Pick<Question, "from" | "to">) => void }) {
  const [from, setFrom] = useState(asked.from);
  const [to, setTo] = useState(asked.to || "now");
  useEffect(() => {
    setFrom(asked.from);
    setTo(asked.to || "now");
  }, [asked.from, asked.to]);
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
