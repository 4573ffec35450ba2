import type { Freeze } from "../../cell/shape";
import { descriptionOf } from "../../event/description";
import type { Change, Place } from "../picture/changes";
import { keyOf } from "../picture/changes";
import { actorOf, verbOf } from "../picture/words";
import { type Nearness, nearnessOf, type Ranked, reasonsOf, type Strength, strengthOf } from "../suspicion";

/** A suspect with all that its row shows. */
export interface SuspectRow {
  change: Ranked;
  key: string;
  strength: Strength;
  nearness: Nearness;
  place: Place;
  /** What it did: "deployed". */
  verb: string;
  actor: string;
  description: string;
  reasons: readonly string[];
}

interface Given {
  suspects: readonly Ranked[];
  incident: Place;
  changes: readonly Change[];
  freezes: readonly Freeze[];
  countsAs: (place: Place) => Place;
}

/** The suspects, the most suspect first. */
export function suspectRows({ suspects, incident, changes, freezes, countsAs }: Given): SuspectRow[] {
  const byKey = new Map(changes.map((change) => [change.key, change]));
  return suspects.map((change) => {
    const key = keyOf(change.event);
    const meant = byKey.get(key);
    const place = countsAs(change.event);
    const at = Date.parse(change.event.time);
    const isFreeze = meant?.kind === "freeze" || meant?.kind === "maintenance";
    const inFreeze =
      !isFreeze &&
      place.subject !== null &&
      place.subject === incident.subject &&
      freezes.some((freeze) => freeze.kind !== "maintenance" && at >= Date.parse(freeze.from) && at < Date.parse(freeze.until));
    return {
      change,
      key,
      strength: strengthOf(change),
      nearness: nearnessOf(place, incident),
      place,
      verb: meant ? verbOf(meant) : change.event.type,
      actor: actorOf(change),
      description: descriptionOf(change.event),
      reasons: reasonsOf(change, { ...(meant && { kind: meant.kind, outcome: meant.outcome }), inFreeze }),
    };
  });
}
