import type { Event } from "../api/client";
import { Icon } from "../ui/icons";
import { Time } from "../ui/time";
import { descriptionOf } from "../event/description";
import { plain } from "../event/event-text";
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
  return (
    <div
      class="summary"
      onClick={(e) => !(e.target as Element).closest("button, a") && !hasSelection() && (isOpen ? close() : open(event))}
    >
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
        <span class="cell severity-cell">
          <Severity value={event.severity} />
        </span>
        <span class="cell time-cell">
          <Time at={event.time} />
        </span>
        <span class="cell type-cell" title={plain(event.type)}>
          <EventText text={event.type} />
        </span>
        <span class="cell source-cell" title={plain(event.source)}>
          <EventText text={event.source} />
        </span>
        <span class="cell subject-cell" title={plain(event.subject ?? "")}>
          {event.subject === null ? <span class="quiet">–</span> : <EventText text={event.subject} />}
        </span>
        <span class="cell version-cell mono" title={plain(event.version ?? "")}>
          {event.version !== null && <EventText text={event.version} />}
        </span>
        <span class="cell description-cell">
          <EventText text={descriptionOf(event)} />
        </span>
      </div>
    </div>
  );
}

/** Selecting text must not open or close the row. */
const hasSelection = () => (getSelection()?.toString() ?? "") !== "";
