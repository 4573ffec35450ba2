import type { components } from "../api/schema";

export type LookAlike = components["schemas"]["LookAlike"];

export const fieldOf = ({ field }: LookAlike) => (field === "subject" ? "subjects" : "sources");

const wordOf = (field: string) => (field === "subject" ? "environment" : "system");

/** "prod, Production and PRODUCTION look like one environment". */
export function lookAlikeInWords({ field, names }: LookAlike): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} look like one ${wordOf(field)}`;
}

/** "1 archived environment and 2 archived systems". Empty when nothing is archived. */
export function archivedInWords({ subjects, sources }: components["schemas"]["ArchivedCount"]): string {
  const count = (n: number, name: string) => (n === 0 ? [] : [`${n} archived ${name}${n === 1 ? "" : "s"}`]);
  return [...count(subjects, "environment"), ...count(sources, "system")].join(" and ");
}
