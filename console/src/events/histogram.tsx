import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { ErrorNote } from "../ui/error-note";
import { Icon } from "../ui/icons";
import { now } from "../ui/now";
import { shortTime } from "../ui/when";
import { type Zone, zone } from "../ui/zone";
import { changeQuery, eventQuery } from "../query/current";
import { counting, counts, countsFailure, histogram, recount } from "./counts";
import { incidentAddress } from "../links/addresses";
import { plain } from "../event/event-text";
import { isOpenIncident } from "../event/incident";
import { type Bar, barAt, heightOf, placeOf, roundUp, ticks, together, zoomOut, zoomTo } from "./histogram-scale";
import { type Incident, incidents } from "./incident-marks";
import { isLive } from "../query/event-query";
import { isMisunderstood } from "./refusal";
import { dayName, dayOf } from "./days";
import { answered, reload } from "./timeline";
import "./histogram.css";

const width = 1000;
const height = 100;

/** The bars selected by dragging or by keyboard: where the selection began and where it is now. */
const chosen = signal<{ from: number; to: number } | null>(null);
const dragging = signal(false);

/** Event counts over the range. Drag to zoom in. */
export function Histogram() {
  const all = histogram.value;
  const known = counts.value;
  return (
    <section class="histogram" aria-label="Events over time" aria-busy={counting.value}>
      <header>
        <p class="total">
          {known ? (
            <>
              <strong>{known.total.toLocaleString("en")}</strong> {known.total === 1 ? "event" : "events"}
              {!known.complete && <span class="quiet"> in the counted part</span>}
            </>
          ) : countsFailure.value ? (
            <span class="quiet">Not counted</span>
          ) : (
            <span class="quiet">Counting…</span>
          )}
        </p>
        <p class="under quiet" aria-live={dragging.value ? "off" : "polite"}>
          {all && chosen.value && describe(all, chosen.value, zone.value)}
        </p>
        <button
          type="button"
          class="plain"
          disabled={!known}
          onClick={() => known && changeQuery(zoomOut(known.counted.window, now.peek()))}
        >
          <Icon name="out" /> Zoom out
        </button>
      </header>
      {countsFailure.value && !isMisunderstood(countsFailure.value) ? (
        <ErrorNote error={countsFailure.value} retry={() => (answered.peek() ? recount() : reload())} />
      ) : all && all.length > 0 ? (
        <Bars all={all} />
      ) : (
        <div class="unknown-bars" />
      )}
    </section>
  );
}

function Bars({ all }: { all: readonly Bar[] }) {
  const element = useRef<HTMLDivElement>(null);
  const most = Math.max(...all.map((bar) => bar.count ?? 0));
  const top = roundUp(most);
  const each = width / all.length;
  const at = (e: PointerEvent) => {
    const { left, width } = element.current!.getBoundingClientRect();
    return barAt(all, (e.clientX - left) / width);
  };
  const selected = chosen.value && {
    from: Math.min(chosen.value.from, chosen.value.to),
    to: Math.max(chosen.value.from, chosen.value.to),
  };
  const current = Math.min(chosen.value?.to ?? all.length - 1, all.length - 1);

  function zoom(): void {
    const range = chosen.peek();
    dragging.value = false;
    chosen.value = null;
    if (range) changeQuery(zoomTo(all, range.from, Math.min(range.to, all.length - 1), isLive(eventQuery.peek())));
  }

  function onKeyDown(e: KeyboardEvent): void {
    const step =
      e.key === "ArrowLeft" ? -1 : e.key === "ArrowRight" ? 1 : e.key === "Home" ? -all.length : e.key === "End" ? all.length : 0;
    if (step !== 0) {
      const to = Math.min(all.length - 1, Math.max(0, current + (chosen.value ? step : 0)));
      chosen.value = { from: e.shiftKey && chosen.value ? chosen.value.from : to, to };
    } else if (e.key === "Enter" && chosen.value) zoom();
    else if (e.key === "Escape" && chosen.value) chosen.value = null;
    else return;
    e.preventDefault();
    e.stopPropagation();
  }

  return (
    <div class="bars-frame">
      <div
        ref={element}
        class="bars"
        role="slider"
        tabIndex={0}
        aria-label="Histogram. Arrow keys select a time, Shift with arrow keys a range, Enter zooms in."
        aria-valuemin={0}
        aria-valuemax={all.length - 1}
        aria-valuenow={current}
        aria-valuetext={describe(all, chosen.value ?? { from: current, to: current }, zone.value)}
        onKeyDown={onKeyDown}
        onBlur={() => !dragging.value && (chosen.value = null)}
        onPointerDown={(e) => {
          if (e.button !== 0) return;
          e.currentTarget.setPointerCapture(e.pointerId);
          dragging.value = true;
          chosen.value = { from: at(e), to: at(e) };
        }}
        onPointerMove={(e) => {
          const to = at(e);
          const from = dragging.value ? chosen.value!.from : to;
          if (chosen.value?.to !== to || chosen.value.from !== from) chosen.value = { from, to };
        }}
        onPointerUp={() => dragging.value && zoom()}
        onPointerCancel={() => {
          dragging.value = false;
          chosen.value = null;
        }}
        onPointerLeave={() => !dragging.value && (chosen.value = null)}
      >
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <defs>
            <pattern id="unknown" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <path d="M0 0v8" class="hatch" />
            </pattern>
          </defs>
          {selected && (
            <rect class="chosen" x={selected.from * each} y="0" width={(selected.to - selected.from + 1) * each} height={height} />
          )}
          {all.map((bar, i) =>
            bar.count === null ? (
              <rect class="unknown" x={i * each} y="0" width={each} height={height} fill="url(#unknown)" />
            ) : bar.count === 0 ? (
              <rect class="zero" x={i * each + each * 0.1} y={height - 1} width={each * 0.8} height="1" />
            ) : (
              <Stack bar={bar} x={i * each + each * 0.1} width={each * 0.8} top={top} />
            ),
          )}
        </svg>
        <span class="top-mark" aria-hidden="true">
          {most === 0 ? 0 : top.toLocaleString("en")}
        </span>
      </div>
      <Axis all={all} />
      <IncidentMarks all={all} />
      {all.some((bar) => bar.count === null) && <p class="quiet">Hatched bars are not counted. Only the newest 100,000 events are.</p>}
    </div>
  );
}

/** The part of a bar that is severe is at its foot, where parts compare. */
function Stack({ bar, x, width, top }: { bar: Bar; x: number; width: number; top: number }) {
  const whole = heightOf(bar.count ?? 0, top) * height;
  const part = (count: number | undefined) => (whole * (count ?? 0)) / Math.max(1, bar.count ?? 0);
  const [critical, major] = [part(bar.critical), part(bar.major)];
  const piece = (name: string, y: number, size: number) => size > 0 && <rect class={name} x={x} y={y} width={width} height={size} />;
  return (
    <>
      {piece("bar", height - whole, whole - critical - major)}
      {piece("bar major", height - critical - major, major)}
      {piece("bar critical", height - critical, critical)}
    </>
  );
}

const offsetAt = (at: number) => (zone.value === "utc" ? 0 : -new Date(at).getTimezoneOffset() * 60_000);

const narrow = matchMedia("(max-width: 40rem)");

function Axis({ all }: { all: readonly Bar[] }) {
  const today = dayOf(now.value, zone.value);
  return (
    <div class="axis quiet" aria-hidden="true">
      {ticks(all, offsetAt, narrow.matches ? 3 : 8).map(({ at, isDay }) => {
        const place = placeOf(all, at);
        return (
          place !== null &&
          place < (isDay ? 0.91 : 0.95) && (
            <span key={at} style={{ left: `${place * 100}%` }}>
              {isDay ? dayName(dayOf(at, zone.value), today) : shortTime(at, zone.value).slice(11, 16)}
            </span>
          )
        );
      })}
      {isLive(eventQuery.value) && <span class="axis-end">now</span>}
    </div>
  );
}

/** The incidents that were opened in the range. Those too close to be told apart share a mark, which leads to all incidents. */
function IncidentMarks({ all }: { all: readonly Bar[] }) {
  const groups = together(
    incidents.value.flatMap((incident) => {
      const place = placeOf(all, Date.parse(incident.opened));
      return place === null ? [] : [{ incident, place }];
    }),
    narrow.matches ? 0.1 : 0.04,
  );
  if (groups.length === 0) return null;
  return (
    <ul class="incident-marks" aria-label="Incidents">
      {groups.map((group) => {
        const [{ incident, place }] = group;
        const names = group.map((one) => incidentName(one.incident));
        return (
          <li key={incident.ref} class={place > 0.96 ? "is-last" : undefined} style={{ left: `${place * 100}%` }}>
            <a
              class={group.some((one) => isOpenIncident(one.incident)) ? "is-open" : undefined}
              href={group.length === 1 ? incidentAddress(incident.number ?? incident.ref) : "/incidents"}
              title={names.join("\n")}
            >
              <span aria-hidden="true">⚑{group.length > 1 && group.length}</span>
              <span class="sr-only">{names.join("; ")}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function incidentName(incident: Incident): string {
  const opened = shortTime(Date.parse(incident.opened), zone.value).slice(0, 16);
  const name = `Incident ${plain(incident.number ?? incident.ref)}, opened ${opened}${isOpenIncident(incident) ? ", open" : ""}`;
  return incident.description ? `${name}: ${plain(incident.description)}` : name;
}

function describe(all: readonly Bar[], range: { from: number; to: number }, zone: Zone): string {
  const from = Math.min(range.from, range.to);
  const to = Math.min(Math.max(range.from, range.to), all.length - 1);
  const counted = all.slice(from, to + 1);
  const first = counted[0];
  if (!first) return "";
  const sum = counted.reduce((sum, bar) => sum + (bar.count ?? 0), 0);
  const count = counted.every((bar) => bar.count === null) ? "not counted" : sum === 1 ? "1 event" : `${sum.toLocaleString("en")} events`;
  const severe = (["critical", "major"] as const).flatMap((name) => {
    const sum = counted.reduce((sum, bar) => sum + (bar[name] ?? 0), 0);
    return sum === 0 ? [] : `${sum.toLocaleString("en")} ${name.toUpperCase()}`;
  });
  const whole = [count, ...severe].join(", ");
  return `${shortTime(first.start, zone).slice(0, 16)} to ${shortTime(all[to]!.end, zone).slice(0, 16)}: ${whole}`;
}
