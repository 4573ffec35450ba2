import { describe, expect, it } from "vitest";
import {
  barAt,
  bars,
  bucketFor,
  countInto,
  type Counted,
  fineBars,
  heightOf,
  isShort,
  placeOf,
  roundUp,
  ticks,
  together,
  zoomOut,
  zoomTo,
} from "./histogram-scale";

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 1);

function hours(count: number, countedFrom = start): Counted {
  const window = { from: start, to: start + count * hour };
  const buckets = Array.from({ length: count }, (_, i) => ({
    start: start + i * hour,
    local: new Date(start + i * hour).toISOString(),
    count: 1,
  }));
  return { window, counted: { from: countedFrom, to: window.to }, buckets };
}

describe("the histogram", () => {
  it("keeps hourly bars while there are few", () => {
    expect(bars(hours(24))).toHaveLength(24);
  });

  it("merges hours from midnight and loses none", () => {
    const all = bars(hours(24 * 7));

    expect(all).toHaveLength(84);
    expect(all.reduce((sum, bar) => sum + (bar.count ?? 0), 0)).toBe(24 * 7);
    expect(all.every((bar, i) => i === 0 || bar.start === all[i - 1]!.end)).toBe(true);
  });

  it("distinguishes not counted from zero", () => {
    const counted = hours(4, start + 2 * hour);
    const all = bars({ ...counted, buckets: counted.buckets.map((bucket) => ({ ...bucket, count: 0 })) });

    expect(all.map((bar) => bar.count)).toEqual([null, null, 0, 0]);
  });

  it("shows a partly counted bar", () => {
    expect(bars(hours(4, start + hour), 2).map((bar) => bar.count)).toEqual([1, 2]);
  });

  it("is finer than hours in a short window", () => {
    const all = fineBars({ from: start, to: start + hour }, [
      { at: start + hour - 1 },
      { at: start + 60_000 },
      { at: start, severity: "MAJOR" },
    ]);

    expect(all).toHaveLength(60);
    expect(all.map((bar) => bar.count).join("")).toBe(`11${"0".repeat(57)}1`);
    expect([isShort({ from: start, to: start + 6 * hour }), isShort({ from: start, to: start + 24 * hour })]).toEqual([true, false]);
  });

  it("includes events that arrived after counting", () => {
    expect(fineBars({ from: start, to: start + hour }, [{ at: start + hour + 60_000 }]).at(-1)!.count).toBe(1);
  });

  it("uses days when there are too many hours", () => {
    expect([bucketFor(7 * 24 * hour), bucketFor(30 * 24 * hour)]).toEqual(["hour", "day"]);
  });

  it("rounds up its scale", () => {
    expect([0, 1, 2, 7, 10, 11, 51, 999].map(roundUp)).toEqual([1, 1, 2, 8, 10, 20, 60, 1000]);
  });

  it("shows one event among thousands, and nothing for zero", () => {
    expect(heightOf(1, 10_000)).toBeGreaterThan(0.03);
    expect(heightOf(0, 10)).toBe(0);
  });

  it("zooms to the selection, in either direction", () => {
    const all = bars(hours(10));

    expect(zoomTo(all, 5, 2, true)).toEqual({ from: "2026-01-01T02:00:00.000Z", to: "2026-01-01T06:00:00.000Z" });
  });

  it("stays live when the selection includes the last bar", () => {
    const all = bars(hours(10));

    expect(zoomTo(all, 8, 9, true).to).toBe("");
    expect(zoomTo(all, 8, 9, false).to).toBe("2026-01-01T10:00:00.000Z");
  });

  it("doubles the range on zoom out, and is live when it reaches now", () => {
    expect(zoomOut({ from: start, to: start + 2 * hour }, start + 100 * hour)).toEqual({
      from: "2025-12-31T23:00:00.000Z",
      to: "2026-01-01T03:00:00.000Z",
    });
    expect(zoomOut({ from: start, to: start + 2 * hour }, start + 2 * hour)).toEqual({ from: "2025-12-31T22:00:00.000Z", to: "" });
  });

  it("finds the bar at a position, edges included", () => {
    expect([-0.1, 0, 0.5, 0.999, 1, 2].map((place) => barAt(bars(hours(10)), place))).toEqual([0, 0, 5, 9, 9, 9]);
  });

  it("adds an arriving event to its bucket only", () => {
    expect(countInto(hours(3), start + hour + 1).buckets.map((bucket) => bucket.count)).toEqual([1, 2, 1]);
    expect(countInto(hours(3), start - 1).buckets.map((bucket) => bucket.count)).toEqual([1, 1, 1]);
  });

  it("adds up what is severe, also of what arrives", () => {
    const counted = hours(4);
    const buckets = counted.buckets.map((bucket, i) => ({ ...bucket, major: i, critical: i === 3 ? 1 : 0 }));

    expect(bars({ ...counted, buckets }, 2).map((bar) => [bar.major, bar.critical])).toEqual([
      [1, 0],
      [5, 1],
    ]);
    expect(countInto(counted, start, "CRITICAL").buckets[0]).toMatchObject({ count: 2, major: 0, critical: 1 });
    expect(fineBars({ from: start, to: start + hour }, [{ at: start, severity: "MAJOR" }])[0]).toMatchObject({ major: 1, critical: 0 });
  });

  it("has ticks at round times of the zone", () => {
    const warsaw = () => hour;
    const at = (all: ReturnType<typeof ticks>) => all.map((tick) => new Date(tick.at).toISOString().slice(5, 16));

    expect(at(ticks(bars(hours(24)), () => 0))).toEqual([
      "01-01T00:00",
      "01-01T03:00",
      "01-01T06:00",
      "01-01T09:00",
      "01-01T12:00",
      "01-01T15:00",
      "01-01T18:00",
      "01-01T21:00",
      "01-02T00:00",
    ]);
    expect(at(ticks(bars(hours(24)), warsaw)).slice(0, 2)).toEqual(["01-01T02:00", "01-01T05:00"]);
    expect(ticks(bars(hours(7 * 24)), warsaw)[0]).toEqual({ at: start + 23 * hour, isDay: true });
    for (const days of [1, 3, 16, 90, 400]) expect(ticks(bars(hours(days * 24)), warsaw).length).toBeLessThanOrEqual(10);
  });

  it("places a moment on the axis", () => {
    const all = bars(hours(4));

    expect([start, start + hour / 2, start + 4 * hour, start - 1, start + 5 * hour].map((at) => placeOf(all, at))).toEqual([
      0,
      0.125,
      1,
      null,
      null,
    ]);
  });

  it("groups marks that are too close to be told apart", () => {
    const places = (distance: number) =>
      together(
        [0.5, 0.1, 0.12, 0.53].map((place) => ({ place })),
        distance,
      ).map((group) => group.map((one) => one.place));

    expect(places(0.04)).toEqual([
      [0.1, 0.12],
      [0.5, 0.53],
    ]);
    expect(places(0)).toHaveLength(4);
  });
});
