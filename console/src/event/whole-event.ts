import { ApiFailure, api, type Event, get } from "../api/client";
import { firstElementText, indentJson, memberText } from "./json-text";
import type { EventReference } from "./reference";

/** An event with its JSON as recorded. */
export interface Whole {
  event: Event;
  json: string;
  /** The payload as JSON; null when there is none. */
  data: string | null;
}

/** Loads an event. The id is a parameter, because not every id is valid in a path. */
export async function readWhole(event: EventReference, signal?: AbortSignal): Promise<Whole> {
  const answer = await get(
    api.GET("/api/v1/events", {
      params: { query: { id: event.id, source: [event.source], limit: "1" } },
      parseAs: "text",
      ...(signal && { signal }),
    }) as Promise<{
      data?: string;
      error?: unknown;
      response: Response;
    }>,
  );
  const text = firstElementText(memberText(answer, "data") ?? "[]");
  if (text === null)
    throw new ApiFailure(
      `Event "${event.id}" of source "${event.source}" not found. Its retention period may have ended.`,
      "NOT_FOUND",
      404,
    );
  const data = memberText(text, "data");
  return { event: JSON.parse(text) as Event, json: indentJson(text), data: data === null || data === "null" ? null : indentJson(data) };
}
