import type { components } from "../api/schema";
import { type Field, withoutField } from "../query/query-text";

export type Summary = NonNullable<components["schemas"]["SummaryAnswer"]["data"]>;
export type FacetField = Exclude<Field, "version">;
export type Facets = Record<FacetField, Summary["byType"]>;

export const facetFields: readonly { field: FacetField; label: string }[] = [
  { field: "severity", label: "Severity" },
  { field: "type", label: "Type" },
  { field: "source", label: "System" },
  { field: "subject", label: "Environment" },
];

/**
 * The queries to count for the facets. A field's values are counted without the query's own terms on that field, so that you can add a
 * second value.
 */
export function facetQueries(q: string): Map<string, FacetField[]> {
  const queries = new Map<string, FacetField[]>();
  for (const { field } of facetFields) {
    const counted = withoutField(q, field) ?? q;
    queries.set(counted, [...(queries.get(counted) ?? []), field]);
  }
  return queries;
}

export function facetOf(summary: Summary, field: FacetField): Summary["byType"] {
  return { type: summary.byType, severity: summary.bySeverity, source: summary.bySource, subject: summary.bySubject }[field];
}

const ranks = ["CRITICAL", "MAJOR", "MINOR", "LOW", null];

/** Orders severities by rank, everything else by count. */
export function inOrder(field: FacetField, values: Summary["byType"]["values"]): Summary["byType"]["values"] {
  return field === "severity" ? values.toSorted((a, b) => ranks.indexOf(a.value) - ranks.indexOf(b.value)) : values;
}

/** Most frequent first, then in order of the names, as the server ranks them. */
const ranked = (values: Summary["byType"]["values"]) =>
  values.toSorted((a, b) => b.count - a.count || (a.value === b.value ? 0 : (a.value ?? "") < (b.value ?? "") ? -1 : 1));

/** Adds an arrived event to the facets. */
export function countFacets(
  facets: Facets,
  event: { type: string; source: string; subject: string | null; severity: string | null },
): Facets {
  const count = (field: FacetField) => {
    const facet = facets[field];
    const value = event[field];
    const known = facet.values.some((one) => one.value === value);
    if (!known && facet.otherCount > 0) return { ...facet, otherCount: facet.otherCount + 1 };
    const values = known
      ? facet.values.map((one) => (one.value === value ? { value, count: one.count + 1 } : one))
      : [...facet.values, { value, count: 1 }];
    return { ...facet, values: ranked(values) };
  };
  return { type: count("type"), source: count("source"), subject: count("subject"), severity: count("severity") };
}
