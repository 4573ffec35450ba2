import { grid } from "../grid/load";
import { isOpen, setOpen } from "./choices";
import { Calendar } from "./calendar";
import { NowLine } from "./now-line";
import "./pulse.css";

/** The top of the home page: one line for now, and a calendar of days that can be folded away. */
export function Pulse() {
  if (!grid.value || (grid.value.rows.length === 0 && !grid.value.archivedCount)) return null;
  return (
    <section class="pulse" aria-label="Pulse">
      <div class="pulse-line">
        <NowLine />
        <button
          type="button"
          class="plain small pulse-toggle"
          aria-expanded={isOpen.value}
          aria-controls="pulse-calendar"
          onClick={() => setOpen(!isOpen.value)}
        >
          <span aria-hidden="true">{isOpen.value ? "▾" : "▸"}</span> Calendar
        </button>
      </div>
      <div id="pulse-calendar" hidden={!isOpen.value}>
        {isOpen.value && <Calendar />}
      </div>
    </section>
  );
}
