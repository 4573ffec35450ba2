import type { Event } from "../api/client";
import { Icon } from "../ui/icons";
import { Time } from "../ui/time";
import { exactTime, shortTime } from "../ui/when";
import { zone } from "../ui/zone";
import { descriptionOf } from "../event/description";
import { plain } from "../event/event-text";
import { KindIcon } from "../event/kind-icon";
import { EnvironmentName, SystemName, VersionName } from "../event/name";
import { changeQuery, eventQuery } from "../query/current";
import { type Field, toggleCondition } from "../query/query-text";
import { kindOf } from "./arriving";
import { type Column, dataText } from "./column-list";
import { columns } from "./columns";
import { close, open } from "./opened";
import { Severity } from "../event/severity";
import { EventText } from "../event/text";
import "./row.css";

interface SummaryProps {
  event: Event;
  isOpen: boolean;
  /** Whether this is the one row that the Tab key stops at. */
  isActive: boolean;
  labelId: string;
}

/** A row's summary of an event. */
export function RowSummary({ event, isOpen, isActive, labelId }: SummaryProps) {
  function onClick(e: MouseEvent): void {
    const on = e.target as Element;
    if (on.closest("button, a") || hasSelection()) return;
    const cell = on.closest<HTMLElement>("[data-filter]");
    // A finger opens the row: it can't see what it would filter by.
    const isTouch = (e as Partial<globalThis.PointerEvent>).pointerType === "touch";
    if (!cell || isTouch) return isOpen ? close() : open(event);
    filterBy(cell.dataset.filter as Field, event, e.altKey);
  }

  return (
    <div class="summary" onClick={onClick}>
      <button
        type="button"
        class="plain expand"
        aria-expanded={isOpen}
        aria-label={isOpen ? "Close" : "Open"}
        aria-describedby={labelId}
        tabIndex={isActive ? 0 : -1}
        onClick={() => (isOpen ? close() : open(event))}
      >
        <Icon name="chevron" />
      </button>
      <div class="cells" id={labelId}>
        {columns.value.map((column) => (
          <Cell key={column} column={column} event={event} />
        ))}
      </div>
    </div>
  );
}

const fieldsOfCells: Partial<Record<Column, Field>> = {
  severity: "severity",
  type: "type",
  source: "source",
  subject: "subject",
  version: "version",
};

function Cell({ column, event }: { column: Column; event: Event }) {
  const field = fieldsOfCells[column];
  const value = field && (event[field] as string | null);
  const name = /^[a-z]+$/.test(column) ? `${column}-cell` : "data-cell";
  if (!field) return <span class={`cell ${name}`}>{contentOf(column, event)}</span>;
  return (
    <span class={`cell ${name}`} title={`${plain(value ?? "none")}\nClick: only this. Alt+click: exclude.`}>
      <span class="filters" data-filter={field}>
        {contentOf(column, event)}
      </span>
    </span>
  );
}

function contentOf(column: Column, event: Event) {
  switch (column) {
    case "severity":
      return <Severity value={event.severity} />;
    case "time":
      return <Clock at={event.time} />;
    case "age":
      return <Time at={event.time} />;
    case "type":
      return (
        <>
          <KindIcon kind={kindOf(event)} /> <EventText text={event.type} />
        </>
      );
    case "source":
      return <SystemName name={event.source} />;
    case "subject":
      return event.subject === null ? <span class="quiet">–</span> : <EnvironmentName name={event.subject} />;
    case "version":
      return event.version !== null && <VersionName version={event.version} />;
    case "description":
      return <EventText text={descriptionOf(event)} />;
    default:
      return <EventText text={dataText(event.data, column)} />;
  }
}

/** The time of day. The day is in the divider above, and in the title. */
function Clock({ at }: { at: string }) {
  const moment = Date.parse(at);
  const [date, time] = shortTime(moment, zone.value).split(" ");
  return (
    <time dateTime={at} title={exactTime(moment, zone.value)}>
      <span class="sr-only">{date} </span>
      {time}
    </time>
  );
}

function filterBy(field: Field, event: Event, exclude: boolean): void {
  changeQuery({ q: toggleCondition(eventQuery.peek().q, field, (event[field] as string | null) ?? "", exclude) });
}

/** Selecting text must not open or close the row. */
const hasSelection = () => (getSelection()?.toString() ?? "") !== "";
