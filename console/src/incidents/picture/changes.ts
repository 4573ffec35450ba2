import type { Event } from "../../api/client";
import type { Meaning } from "../../event/meaning";
import { descriptionOf } from "../../event/description";
import { nearnessOf, type Nearness, type Ranked, type Strength, strengthOf } from "../suspicion";

export interface Place {
  source: string;
  subject: string | null;
}

export type EventMeaning = Meaning & { moves: boolean };

/** An event with its meaning, as `include=meaning` gives it. */
export type MeantEvent = Event & { opstrails?: EventMeaning };

/** An event in the picture. */
export interface Change extends EventMeaning {
  /** Unique in the picture. */
  key: string;
  event: Event;
  at: number;
  /** Under the names that its system and environment count as. */
  place: Place;
  nearness: Nearness;
  description: string;
  /** The ranking as a suspect; null for what isn't one. */
  ranked: Ranked | null;
  strength: Strength | null;
  /** Whether it is the most suspect change of all, and not a weak one. */
  isFirst: boolean;
}

export const keyOf = ({ source, id }: { source: string; id: string }) => JSON.stringify([source, id]);

const unknown: EventMeaning = { kind: "other", phase: null, outcome: "succeeded", moves: false };

/** The events as changes, oldest first; at one moment in the order recorded. */
export function changesOf(
  events: readonly MeantEvent[],
  suspects: readonly Ranked[],
  incident: Place,
  countsAs: (place: Place) => Place,
): Change[] {
  const ranked = new Map(suspects.map((one) => [keyOf(one.event), one]));
  const first = suspects[0] && strengthOf(suspects[0]) !== "weak" ? keyOf(suspects[0].event) : null;
  const recorded = (one: Change) => Date.parse(one.event.createdAt);
  return events
    .map((event): Change => {
      const key = keyOf(event);
      const place = countsAs(event);
      const suspect = ranked.get(key) ?? null;
      return {
        ...(event.opstrails ?? unknown),
        key,
        event,
        at: Date.parse(event.time),
        place,
        nearness: nearnessOf(place, incident),
        description: descriptionOf(event),
        ranked: suspect,
        strength: suspect && strengthOf(suspect),
        isFirst: key === first,
      };
    })
    .sort((one, other) => one.at - other.at || recorded(one) - recorded(other));
}
