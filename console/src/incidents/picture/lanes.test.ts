import { describe, expect, it } from "vitest";
import { type Change, changesOf, type MeantEvent, type Place } from "./changes";
import { besideOf, type Lane, laneKey, lanesOf, ranAt, shownAtFirst, walkOf } from "./lanes";
import type { Ranked } from "../suspicion";

const incident = { source: "checkout", subject: "PROD" };

interface Told {
  kind?: string;
  phase?: string | null;
  outcome?: string;
  moves?: boolean;
  score?: number;
}

function told(at: number, source: string, version: string | null, { kind = "deployment", score, ...more }: Told = {}, subject = "PROD") {
  const event = { id: `${source} ${at}`, source, subject, version, type: kind, time: new Date(at).toISOString(), createdAt: "2026-01-01" };
  const moves = more.moves ?? (kind === "rollback" || (version !== null && more.phase !== "started"));
  const meaning = { kind, phase: null, outcome: "unknown", ...more, moves };
  return { event: { ...event, severity: null, data: null, opstrails: meaning } as unknown as MeantEvent, score };
}

function lanes(before: Record<string, string>, ...events: ReturnType<typeof told>[]): Lane[] {
  const suspects = events
    .filter((one) => one.score !== undefined)
    .sort((one, other) => other.score! - one.score!)
    .map(({ event, score }) => ({ event, score, factors: [{ name: "place", points: 20 }] }) as unknown as Ranked);
  const changes: Change[] = changesOf(
    events.map((one) => one.event),
    suspects,
    incident,
    (place) => ({ source: place.source, subject: place.subject }),
  );
  const versions = new Map(Object.entries(before).map(([source, version]) => [laneKey({ source, subject: "PROD" }), version]));
  return lanesOf({ incident, changes, before: versions, start: 0 });
}

const bars = (lane: Lane | undefined) => lane?.bars.map((bar) => [bar.from, bar.to, bar.version, bar.tone]);

describe("bars", () => {
  it("go from each arrival to the next, and a rollback brings back what ran before", () => {
    const [lane] = lanes(
      { checkout: "1.97.2" },
      told(50, "checkout", "1.98.0", { score: 83 }),
      told(80, "checkout", null, { kind: "rollback" }),
    );
    expect(bars(lane)).toEqual([
      [0, 50, "1.97.2", "before"],
      [50, 80, "1.98.0", "suspect"],
      [80, null, "1.97.2", "restored"],
    ]);
  });

  it("a rollback goes down to the version that it names, also to one from before the picture", () => {
    const of = (to: string) =>
      bars(
        lanes(
          { checkout: "1" },
          told(10, "checkout", "2"),
          told(20, "checkout", "3"),
          told(30, "checkout", to, { kind: "rollback" }),
          told(40, "checkout", null, { kind: "rollback" }),
        )[0],
      )!.map((bar) => bar[2]);
    expect(of("2")).toEqual(["1", "2", "3", "2", "1"]);
    expect(of("0")).toEqual(["1", "2", "3", "0", null]);
  });

  it("a version is unknown where a rollback goes below the start", () => {
    const rollback = told(30, "checkout", null, { kind: "rollback" });
    expect(bars(lanes({}, rollback)[0])).toEqual([[30, null, null, "restored"]]);
    const changes = changesOf([rollback.event], [], incident, (place) => place);
    const atOpening = { at: 40, versions: new Map([[laneKey(incident), "1"]]) };
    const known = lanesOf({ incident, changes, before: new Map(), atOpening, start: 0 })[0];
    expect(bars(known)).toEqual([[30, null, "1", "restored"]]);
  });

  it("what brings no version is a mark; a start whose finish follows is left out", () => {
    const [lane] = lanes(
      { checkout: "1" },
      told(10, "checkout", "2", { phase: "started" }),
      told(20, "checkout", "2", { phase: "finished" }),
      told(30, "checkout", "3", { phase: "started" }),
      told(40, "checkout", "4", { outcome: "failed", moves: false }),
      told(50, "checkout", null, { kind: "configChange" }),
    );
    expect(lane!.marks.map((mark) => mark.at)).toEqual([30, 40, 50]);
    expect(bars(lane)).toHaveLength(2);
  });

  it("a migration has a tone of its own", () => {
    expect(bars(lanes({}, told(10, "checkout", "2", { kind: "migration" }))[0])![0]![3]).toBe("migration");
  });
});

describe("lanes", () => {
  const found = lanes(
    { checkout: "1", payments: "2", quiet: "3" },
    told(10, "elsewhere", "1", { score: 40 }, "QA"),
    told(20, "database", "1", { kind: "migration", score: 90 }),
    told(30, "payments", "2", { score: 60 }),
    told(40, "storefront", "2"),
    told(50, "checkout", "2", {}, "QA"),
  );

  it("are in the order of suspicion, those without a change last", () => {
    expect(found.map((lane) => `${lane.source} ${lane.subject}`)).toEqual([
      "database PROD",
      "checkout PROD",
      "payments PROD",
      "storefront PROD",
      "checkout QA",
      "elsewhere QA",
      "quiet PROD",
    ]);
  });

  it("say what ran at a moment", () => {
    expect(ranAt(found, 35).map(({ lane, bar }) => `${lane.source} ${bar.version}`)).toEqual([
      "database 1",
      "checkout 1",
      "payments 2",
      "elsewhere 1",
      "quiet 3",
    ]);
    expect(ranAt(found, -1)).toEqual([]);
  });

  it("are walked in the order of time, and up and down to the nearest change", () => {
    const walk = walkOf(found);
    expect(walk.map((change: { at: number }) => change.at)).toEqual([10, 20, 30, 40, 50]);
    const at = (moment: number) => walk.find((change) => change.at === moment)!;
    // The lane of the incident has no change, so it is passed over.
    expect(besideOf(found, at(20), 1)?.at).toBe(30);
    expect(besideOf(found, at(30), -1)?.at).toBe(20);
    expect(besideOf(found, at(20), -1)).toBeNull();
  });

  it("are folded where there are many, those without a change first", () => {
    expect(shownAtFirst(found, 12, 8)).toBe(7);
    expect(shownAtFirst(found, 12, 2)).toBe(6);
    expect(shownAtFirst(found, 4, 2)).toBe(4);
  });

  it("has the incident's own lane even where nothing is known", () => {
    const [own] = lanes({});
    expect(own).toMatchObject({ source: "checkout", subject: "PROD", isOwn: true, bars: [], marks: [] } satisfies Partial<Lane> & Place);
  });
});
