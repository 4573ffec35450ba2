import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Freeze } from "../../cell/shape";
import { eventAddress } from "../../event/address";
import { plain } from "../../event/event-text";
import { systemAddress } from "../../links/addresses";
import { go } from "../../ui/router";
import { zone as chosenZone } from "../../ui/zone";
import { clock, clockBeside, distance, inWords } from "../span";
import { type Incident, pointsOf } from "../suspicion";
import type { Change } from "./changes";
import { fit, measureIn } from "./fit";
import { type BusinessHours, outsideHours } from "./hours";
import { type Bar, besideOf, type Lane, walkOf } from "./lanes";
import { arcOf, endLabels, type Frame, frameOf, middleOf, stretch } from "./layout";
import { clamp, type Scale, scaleOf, type Span, ticksOf } from "./scale";
import { Mark, rollbackPath } from "./shapes";
import { barTitle, changeInWords, systemLabel, versionLabel } from "./words";
import "./picture.css";

const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const mono = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace";
const measure = { label: measureIn(`600 12px ${sans}`), small: measureIn(`11px ${sans}`), version: measureIn(`600 11px ${mono}`) };

/** A drag of fewer pixels is a click. */
const dragFrom = 5;
const shortestView = 10_000;

export interface PictureProps {
  incident: Incident;
  lanes: readonly Lane[];
  freezes: readonly Freeze[];
  hours: BusinessHours | null;
  /** The zone of the business hours. */
  hoursZone: string;
  /** The time that there is data for. */
  whole: Span;
  view: Span;
  onView: (view: Span | null) => void;
  /** Where the bars of what still runs end. */
  dataEnd: number;
  /** When the incident ended: for an open one, now. */
  end: number;
  isOpen: boolean;
  /** The moment under the pointer, and the change under it or with focus. */
  onLook: (at: number | null, change: Change | null) => void;
}

/** The lanes around an incident, drawn as SVG. Changes are links that the arrow keys walk. */
export function Picture(props: PictureProps) {
  const { incident, lanes, view, onView, whole, onLook } = props;
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg);
  const hatch = useId().replace(/\W/g, "");
  const [current, setCurrent] = useState<string | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const isDragged = useRef(false);
  /** The change that was focused last: an effect of an earlier one must not take the focus back. */
  const wanted = useRef<string | null>(null);
  const frame = frameOf(width, lanes.length);
  const scale = scaleOf(view, frame.left, frame.right - frame.left);
  const walk = useMemo(() => walkOf(lanes), [lanes]);
  const opened = Date.parse(incident.opened);
  const focusable = walk.find((change) => change.key === current)?.key ?? walk.find((one) => one.isFirst)?.key ?? walk[0]?.key;
  const changeAt = (target: EventTarget | null) => {
    const key = (target as Element | null)?.closest?.("[data-key]")?.getAttribute("data-key");
    return walk.find((change) => change.key === key) ?? null;
  };
  const xOf = (e: PointerEvent) => e.clientX - svg.current!.getBoundingClientRect().left;

  function look(at: number | null, change: Change | null) {
    setCursor(at);
    onLook(at, change);
  }

  /** Moves the focus to a change, and the view where it isn't shown. */
  function focus(change: Change | null | undefined) {
    if (!change) return;
    wanted.current = change.key;
    setCurrent(change.key);
    if (change.at < view.from || change.at > view.to) {
      const length = view.to - view.from;
      const from = clamp(change.at - length / 2, whole.from, Math.max(whole.to - length, whole.from));
      onView({ from, to: from + length });
    }
    svg.current?.querySelector<SVGElement>(`[data-key="${CSS.escape(change.key)}"]`)?.focus();
  }

  // A change that the view moved to is drawn only now.
  useEffect(() => {
    const key = wanted.current;
    if (key === null || !svg.current?.contains(document.activeElement)) return;
    svg.current.querySelector<SVGElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }, [current, view]);

  function zoom(factor: number) {
    const middle = walk.find((change) => change.key === current)?.at ?? opened;
    const length = clamp((view.to - view.from) * factor, shortestView, whole.to - whole.from);
    const part = clamp((middle - view.from) / (view.to - view.from), 0, 1);
    const from = clamp(middle - length * part, whole.from, Math.max(whole.to - length, whole.from));
    onView({ from, to: from + length });
  }

  function onKeyDown(e: KeyboardEvent) {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    const at = walk.findIndex((change) => change.key === focusable);
    const focused = changeAt(document.activeElement);
    const moves: Record<string, () => void> = {
      ArrowRight: () => focus(focused ? walk[at + 1] : walk[at]),
      ArrowLeft: () => focus(focused ? walk[at - 1] : walk[at]),
      ArrowDown: () => focus(focused ? besideOf(lanes, focused, 1) : walk[at]),
      ArrowUp: () => focus(focused ? besideOf(lanes, focused, -1) : walk[at]),
      Home: () => focus(walk[0]),
      End: () => focus(walk.at(-1)),
      Escape: () => onView(null),
      "0": () => onView(null),
      "+": () => zoom(0.5),
      "=": () => zoom(0.5),
      "-": () => zoom(2),
    };
    const move = moves[e.key];
    if (!move) return;
    e.preventDefault();
    e.stopPropagation();
    move();
  }

  function onPointerDown(e: PointerEvent) {
    isDragged.current = false;
    const x = xOf(e);
    if (e.button === 0 && x >= frame.left) setDrag({ from: x, to: x });
  }

  function onPointerMove(e: PointerEvent) {
    const x = xOf(e);
    if (drag) {
      const to = clamp(x, frame.left, frame.right);
      if (!isDragged.current && Math.abs(to - drag.from) >= dragFrom) {
        isDragged.current = true;
        svg.current?.setPointerCapture(e.pointerId);
      }
      setDrag({ ...drag, to });
    }
    look(x >= frame.left && x <= frame.right ? scale.at(x) : null, changeAt(e.target));
  }

  function onPointerUp() {
    if (drag && isDragged.current) {
      const [from, to] = [scale.at(Math.min(drag.from, drag.to)), scale.at(Math.max(drag.from, drag.to))];
      if (to - from >= shortestView) onView({ from, to });
    }
    setDrag(null);
  }

  function onClick(e: MouseEvent) {
    const link = (e.target as Element).closest("a");
    if (isDragged.current) e.preventDefault();
    if (!link || isDragged.current || e.defaultPrevented || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    go(link.getAttribute("href")!);
  }

  const shared = { ...props, frame, scale };
  return (
    <svg
      ref={svg}
      class={`picture ${frame.isNarrow ? "is-narrow" : ""}`}
      width={frame.width}
      height={frame.height}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="group"
      tabindex={-1}
      aria-label={`Timeline of the incident: ${walk.length} changes. Use the arrow keys to walk them, plus and minus to zoom.`}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => drag === null && look(null, changeAt(document.activeElement))}
      onDblClick={() => onView(null)}
      onClick={onClick}
      onDragStart={(e: Event) => e.preventDefault()}
      onFocusIn={(e: FocusEvent) => {
        const change = changeAt(e.target);
        if (!change) return;
        wanted.current = change.key;
        setCurrent(change.key);
        look(change.at, change);
      }}
      onFocusOut={() => look(null, null)}
    >
      <defs>
        <pattern id={hatch} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hatch" width="2" height="8" />
        </pattern>
      </defs>
      <Spans {...shared} hatch={hatch} />
      <Band {...shared} />
      {lanes.map((lane, i) => (
        <LaneRow key={lane.key} {...shared} lane={lane} at={i} focusable={focusable} />
      ))}
      <Ends {...shared} />
      <FirstSuspect {...shared} />
      <Axis {...shared} />
      {cursor !== null && stretch(scale, cursor, cursor, 1) && (
        <line class="cursor" x1={scale.x(cursor)} x2={scale.x(cursor)} y1={frame.top} y2={frame.axisY} />
      )}
      {drag && isDragged.current && (
        <rect
          class="selection"
          x={Math.min(drag.from, drag.to)}
          width={Math.abs(drag.to - drag.from)}
          y={frame.top}
          height={frame.axisY - frame.top}
        />
      )}
    </svg>
  );
}

function useWidth(svg: { current: SVGSVGElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const parent = svg.current?.parentElement;
    if (!parent) return;
    const read = () => setWidth(Math.floor(parent.clientWidth));
    read();
    const observer = new ResizeObserver(read);
    observer.observe(parent);
    return () => observer.disconnect();
  }, []);
  return Math.max(width, 240);
}

type Drawn = PictureProps & { frame: Frame; scale: Scale };

/** The background of the plot: business hours and freezes. */
function Spans({ freezes, hours, hoursZone, frame, scale, hatch, incident }: Drawn & { hatch: string }) {
  const zone = chosenZone.value;
  const opened = Date.parse(incident.opened);
  const height = frame.axisY - frame.top;
  return (
    <g>
      <rect class="plot" x={scale.left} width={scale.width} y={frame.top} height={height} />
      {outsideHours(scale.span, hours, hoursZone).map((span) => {
        const at = stretch(scale, span.from, span.to);
        if (!at) return null;
        const text = [`outside business hours`, "after hours"].find((one) => measure.small(one) + 12 <= at.width);
        return (
          <g key={span.from}>
            <rect class="outside" {...at} y={frame.top} height={height} />
            {text && (
              <text class="span-label" x={at.x + 7} y={frame.spanLabelY}>
                {text}
              </text>
            )}
          </g>
        );
      })}
      {freezes.map((freeze) => {
        const until = Date.parse(freeze.until);
        const at = stretch(scale, Date.parse(freeze.from), until);
        if (!at) return null;
        const kind = freeze.kind === "maintenance" ? "maintenance" : "freeze";
        const words = `${kind} until ${clockBeside(until, opened, zone)}`;
        const text = fit(words, at.width - 12, measure.small);
        return (
          <g key={freeze.ref}>
            <title>{plain(`${words}${freeze.description ? `: ${freeze.description}` : ""}`)}</title>
            <rect {...at} y={frame.top - 36} height={height + 36} fill={`url(#${hatch})`} />
            <text class="span-label" x={at.x + 7} y={frame.top - 26}>
              {text}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function Band({ incident, end, frame, scale }: Drawn) {
  const at = stretch(scale, Date.parse(incident.opened), end, 2);
  return at && <rect class="band" {...at} y={frame.top} height={frame.axisY - frame.top} />;
}

/** The lines where the incident begins and ends, with their labels. */
function Ends({ incident, end, isOpen, frame, scale }: Drawn) {
  const zone = chosenZone.value;
  const opened = Date.parse(incident.opened);
  const isIn = (at: number) => at >= scale.span.from && at <= scale.span.to;
  const resolved = `${clock(end, zone)} resolved`;
  const endings = isOpen
    ? [`open for ${inWords(end - opened)}`]
    : incident.resolved !== null
      ? [`${resolved} · restored in ${inWords(end - opened)}`, resolved, "resolved"]
      : ["not closed"];
  const texts = {
    opened: `⚑ ${clock(opened, zone)} opened`,
    ended: endings.find((one) => scale.x(end) + measure.label(one) + 8 <= frame.width) ?? endings.at(-1)!,
  };
  const labels = endLabels(
    { opened: scale.x(opened), ended: scale.x(end) },
    { opened: measure.label(texts.opened) + 8, ended: measure.label(texts.ended) + 8 },
    { left: 0, right: frame.width },
  );
  const end1 = { x: scale.x(opened), anchor: labels.opened, text: texts.opened, kind: "is-opened", y: 14 };
  const state = isOpen ? "is-open" : incident.resolved !== null ? "is-resolved" : "is-unknown";
  const end2 = { x: scale.x(end), anchor: labels.ended, text: texts.ended, kind: state, y: labels.isEndedLower ? 30 : 14 };
  return (
    <>
      {[
        { ...end1, at: opened },
        { ...end2, at: end },
      ]
        .filter(({ at }) => isIn(at))
        .map(({ x, anchor, text, kind, y }) => (
          <g key={kind} class={`end ${kind}`}>
            <line x1={x} x2={x} y1={y - 10} y2={frame.axisY} />
            <text x={anchor === "start" ? x + 5 : x - 5} y={y} text-anchor={anchor}>
              {text}
            </text>
          </g>
        ))}
    </>
  );
}

/** The arc from the first suspect to the opening. */
function FirstSuspect({ incident, lanes, frame, scale }: Drawn) {
  const lane = lanes.findIndex((one) => walkOf([one]).some((change) => change.isFirst));
  const change = lane < 0 ? undefined : walkOf([lanes[lane]!]).find((one) => one.isFirst);
  if (!change) return null;
  const opened = Date.parse(incident.opened);
  const text = [distance(change.at, opened), ...(pointsOf(change.ranked!, "newVersion") > 0 ? ["new here"] : [])].join(" · ");
  const arc = arcOf(scale, change.at, opened, middleOf(frame, lane) - frame.barHeight / 2, measure.small(text) + 16);
  if (!arc) return null;
  // On a phone the names of the lanes are where the label would be, so it is written at their end.
  if (frame.isNarrow) Object.assign(arc, { labelX: frame.right - 2, labelY: frame.top + lane * frame.laneHeight + 15, anchor: "end" });
  return (
    <g class="arc">
      <path d={arc.path} />
      <text x={arc.labelX} y={arc.labelY} text-anchor={arc.anchor}>
        {text}
      </text>
    </g>
  );
}

type LaneProps = Drawn & { lane: Lane; at: number; focusable: string | undefined };

function LaneRow({ lane, at, focusable, frame, scale, incident, ...props }: LaneProps) {
  const top = frame.top + at * frame.laneHeight;
  const middle = middleOf(frame, at);
  return (
    <g class="lane">
      <line class="lane-line" x1={0} x2={frame.width} y1={top + frame.laneHeight} y2={top + frame.laneHeight} />
      <LaneLabel lane={lane} frame={frame} top={top} incident={incident} />
      {lane.bars.map((bar) => (
        <BarShape
          key={bar.from}
          bar={bar}
          lane={lane}
          y={middle}
          frame={frame}
          scale={scale}
          incident={incident}
          isFocusable={bar.change?.key === focusable}
          end={props.dataEnd}
        />
      ))}
      {lane.marks.map((change) => {
        if (change.at < scale.span.from || change.at > scale.span.to) return null;
        return (
          <ChangeLink key={change.key} change={change} incident={incident} isFocusable={change.key === focusable} kind="mark">
            <Mark change={change} x={scale.x(change.at)} y={middle} />
          </ChangeLink>
        );
      })}
    </g>
  );
}

interface LinkProps {
  change: Change;
  incident: Incident;
  isFocusable: boolean;
  kind: string;
  /** What runs after it, where its event doesn't name it. */
  version?: string | null;
  children: preact.ComponentChildren;
}

function ChangeLink({ change, incident, isFocusable, kind, version = null, children }: LinkProps) {
  const words = changeInWords(change, incident, chosenZone.value, version);
  return (
    <a
      href={eventAddress(change.event.id, change.event.source)}
      class={`change ${kind} ${change.isFirst ? "is-first" : ""}`}
      data-key={change.key}
      tabindex={isFocusable ? 0 : -1}
      aria-label={words}
    >
      <title>{words}</title>
      {children}
    </a>
  );
}

function LaneLabel({ lane, frame, top, incident }: { lane: Lane; frame: Frame; top: number; incident: Incident }) {
  const isElsewhere = lane.subject !== incident.subject && !lane.isHere;
  const hasArc = walkOf([lane]).some((change) => change.isFirst);
  const room = frame.isNarrow ? (frame.width - 16) * (hasArc ? 0.55 : 1) : frame.left - 20;
  const y = frame.isNarrow ? top + 15 : top + (isElsewhere ? 13 : 19);
  const name = fit(systemLabel(lane.source), isElsewhere && frame.isNarrow ? room / 2 : room, measure.label, "middle");
  const environment = lane.subject === null ? "no environment" : plain(lane.subject);
  const x = frame.isNarrow ? 8 : 10;
  return (
    <>
      <a href={systemAddress(lane.source)} class={`lane-label ${lane.isOwn ? "is-own" : ""}`} tabindex={-1} aria-hidden="true">
        <title>{plain(lane.source)}</title>
        <text x={x} y={y}>
          {name}
        </text>
      </a>
      {isElsewhere && (
        <text class="lane-place" x={frame.isNarrow ? x + measure.label(name) + 8 : x} y={frame.isNarrow ? y : y + 13}>
          {fit(environment, frame.isNarrow ? room / 2 - 8 : room, measure.small, "middle")}
        </text>
      )}
    </>
  );
}

interface BarProps {
  bar: Bar;
  lane: Lane;
  y: number;
  frame: Frame;
  scale: Scale;
  incident: Incident;
  isFocusable: boolean;
  end: number;
}

function BarShape({ bar, lane, y, frame, scale, incident, isFocusable, end }: BarProps) {
  const at = stretch(scale, bar.from, bar.to ?? end, 4);
  if (!at) return null;
  const isRestored = bar.tone === "restored";
  const isCut = bar.from < scale.span.from;
  const signWidth = isRestored && !isCut ? 14 : 0;
  const label = bar.version === null ? "?" : versionLabel(bar.version);
  const top = y - frame.barHeight / 2;
  const shape = (
    <>
      <rect class={`bar is-${bar.tone}`} x={at.x + 1} width={Math.max(at.width - 2, 2)} y={top} height={frame.barHeight} rx="4" />
      {isRestored && !isCut && <path class="rollback" transform={`translate(${at.x + 10} ${y})`} d={rollbackPath} />}
    </>
  );
  // Outside the link: a version that is cut isn't part of the link's name.
  const version = (
    <text class="version" aria-hidden="true" x={at.x + 8 + signWidth} y={y + 4}>
      {fit(label, at.width - 14 - signWidth, measure.version)}
    </text>
  );
  if (bar.change === null) {
    return (
      <g>
        <title>{barTitle(bar, lane.source)}</title>
        {shape}
        {version}
      </g>
    );
  }
  return (
    <>
      <ChangeLink change={bar.change} version={bar.version} incident={incident} isFocusable={isFocusable} kind="arrival">
        {shape}
      </ChangeLink>
      {version}
    </>
  );
}

function Axis({ frame, scale }: Drawn) {
  const ticks = ticksOf(scale.span, chosenZone.value, Math.max(2, Math.floor(scale.width / 100)));
  return (
    <g class="axis">
      <line x1={scale.left} x2={scale.left + scale.width} y1={frame.axisY} y2={frame.axisY} />
      {ticks.map((tick) => {
        const x = scale.x(tick.at);
        // A label at the edge would be cut.
        const half = measure.small(tick.label) / 2;
        const isLabelled = x - half >= 0 && x + half <= frame.width;
        return (
          <g key={tick.at}>
            <line x1={x} x2={x} y1={frame.axisY} y2={frame.axisY + 4} />
            {isLabelled && (
              <text class={tick.isDay ? "is-day" : undefined} x={x} y={frame.axisY + 17} text-anchor="middle">
                {tick.label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
