export interface Named {
  /** An id, or a ref. */
  id: string;
  /** Null when only a ref is known. */
  source: string | null;
}

/** The address of an event's page. The ids "." and ".." go in the query, because browsers resolve them as path steps. */
export function eventAddress(id: string, source: string | null): string {
  const isStep = id === "." || id === "..";
  const params = new URLSearchParams({ ...(isStep && { id }), ...(source !== null && { source }) });
  return `/events/${isStep ? "-" : encodeURIComponent(id)}${params.size > 0 ? `?${params}` : ""}`;
}

export function readEventAddress(path: string, query: URLSearchParams): Named {
  const segment = path.slice("/events/".length);
  return { id: (segment === "-" ? query.get("id") : null) ?? decoded(segment), source: query.get("source") };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
