import { writeCondition } from "../query/query-text";

// One address for each thing. Names go in the query: URIs don't survive proxies in a path.

const address = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query)}`;

export const systemAddress = (name: string) => address("/systems", { name });

export const environmentAddress = (name: string) => address("/environments", { name });

export const versionAddress = (system: string, version: string) => address("/versions", { system, version });

/** A team's own number, or the ref of the event that opened the incident. The source is for a number that several systems share. */
export const incidentAddress = (number: string, source?: string) =>
  address("/incidents", { number, ...(source !== undefined && { source }) });

/** Each side is an environment, with `@` and a time for what ran then: `PROD@-1d`. */
export const compareAddress = (from: string, to: string) => address("/compare", { from, to });

/** The events with a value in a field. */
export const eventsAddress = (field: "source" | "subject" | "type" | "version", value: string) =>
  address("/events", { q: writeCondition(field, value) });
