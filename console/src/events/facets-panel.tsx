import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { groups } from "../names/known";
import { readSettings } from "../names/load";
import { changeQuery, eventQuery } from "../query/current";
import { counting, countsFailure, facets } from "./counts";
import { type FacetField, facetFields, inOrder } from "./facets";
import { hasCondition, toggleCondition } from "../query/query-text";
import { Severity } from "../event/severity";
import { EnvironmentName, SystemName } from "../event/name";
import { EventText } from "../event/text";
import "./facets-panel.css";

const collapsedCount = 8;

/** The facets that show all their values. */
const whole = signal<ReadonlySet<FacetField>>(new Set());

/** Values to filter by, with the number of events for each. */
export function FacetsPanel() {
  // The panel works without groups and aliases.
  useEffect(() => void readSettings().catch(() => undefined), []);
  return (
    <div class="facets" aria-busy={counting.value}>
      {facetFields.map(({ field, label }) => (
        <Facet key={field} field={field} label={label} />
      ))}
    </div>
  );
}

function Facet({ field, label }: { field: FacetField; label: string }) {
  const facet = facets.value?.[field];
  const q = eventQuery.value.q;
  const all = facet ? inOrder(field, facet.values) : [];
  const shown = whole.value.has(field) ? all : all.filter((one, i) => i < collapsedCount || hasCondition(q, field, one.value ?? ""));
  return (
    <fieldset>
      <legend>{label}</legend>
      {!facet ? (
        <p class="quiet">{countsFailure.value ? "Not counted" : "…"}</p>
      ) : all.length === 0 ? (
        <p class="quiet">None in this range</p>
      ) : (
        <ul>
          {shown.map(({ value, count }) => (
            <li key={value ?? "\0"}>
              <Choice field={field} value={value} count={count} q={q} />
            </li>
          ))}
        </ul>
      )}
      {all.length > shown.length && (
        <button type="button" class="plain small" onClick={() => (whole.value = new Set([...whole.value, field]))}>
          {all.length - shown.length} more
        </button>
      )}
      {facet && field === "subject" && groups.value.length > 0 && (
        <ul aria-label="Groups of environments">
          {groups.value.map(({ name }) => (
            <li key={name}>
              <Choice field={field} value={name} count={null} q={q} />
            </li>
          ))}
        </ul>
      )}
      {facet && facet.otherCount > 0 && <p class="quiet">{facet.otherCount.toLocaleString("en")} events with other values</p>}
    </fieldset>
  );
}

function Name({ field, name }: { field: FacetField; name: string }) {
  return field === "source" ? (
    <SystemName name={name} />
  ) : field === "subject" ? (
    <EnvironmentName name={name} />
  ) : (
    <EventText text={name} />
  );
}

function Choice({ field, value, count, q }: { field: FacetField; value: string | null; count: number | null; q: string }) {
  const excluded = hasCondition(q, field, value ?? "", true);
  return (
    <label class={excluded ? "excluded" : undefined}>
      <input
        type="checkbox"
        checked={hasCondition(q, field, value ?? "")}
        onChange={() => changeQuery({ q: toggleCondition(q, field, value ?? "") })}
      />
      <span class="value">
        {value === null ? (
          <span class="quiet">none</span>
        ) : field === "severity" ? (
          <Severity value={value} />
        ) : (
          <Name field={field} name={value} />
        )}
      </span>{" "}
      <span class="count">{count === null ? "group" : count.toLocaleString("en")}</span>
    </label>
  );
}
