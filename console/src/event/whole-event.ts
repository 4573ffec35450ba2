import { ApiFailure, api, type Event, get } from "../api/client";
import type { components } from "../api/schema";
import { firstElementText, indentJson, memberText, withoutLastMember } from "./json-text";
import type { Meaning } from "./meaning";
import type { EventReference } from "./reference";

/** An event with its JSON as recorded. */
export interface Whole {
  event: Event;
  json: string;
  /** The payload as JSON; null when there is none. */
  data: string | null;
}

/** An event with what it means. */
export interface Understood extends Whole {
  meaning: Meaning & Pick<components["schemas"]["TypeMeaning"], "moves">;
}

/** The member that the API adds on request. */
const added = "opstrails";

/** Loads an event. */
export async function readWhole(event: EventReference, signal?: AbortSignal): Promise<Whole> {
  return wholeOf(await readText(event, {}, signal));
}

/** Loads an event and what it means. Its JSON doesn't show the meaning, which isn't part of the event. */
export async function readUnderstood(event: EventReference): Promise<Understood> {
  const text = await readText(event, { include: ["meaning"] });
  return { ...wholeOf(withoutLastMember(text, added)), meaning: JSON.parse(memberText(text, added) ?? "null") as Understood["meaning"] };
}

function wholeOf(text: string): Whole {
  const data = memberText(text, "data");
  return { event: JSON.parse(text) as Event, json: indentJson(text), data: data === null || data === "null" ? null : indentJson(data) };
}

/** The id is a parameter, because not every id is valid in a path. */
async function readText(event: EventReference, more: { include?: "meaning"[] }, signal?: AbortSignal): Promise<string> {
  const answer = await get(
    api.GET("/api/v1/events", {
      params: { query: { id: event.id, source: [event.source], limit: "1", ...more } },
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
  return text;
}
