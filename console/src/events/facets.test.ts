import { describe, expect, it } from "vitest";
import { countFacets, type Facets, facetQueries, inOrder } from "./facets";

const none = { values: [], otherCount: 0 };

describe("facets", () => {
  it("are counted with one query when none is selected", () => {
    expect([...facetQueries("free text").keys()]).toEqual(["free text"]);
  });

  it("of a field are counted without its own conditions", () => {
    expect([...facetQueries("type:a source:b")]).toEqual([
      ["type:a source:b", ["severity", "subject"]],
      ["source:b", ["type"]],
      ["type:a", ["source"]],
    ]);
  });

  it("count arriving events and new values, except a value that could be in the others", () => {
    const facets: Facets = {
      type: { values: [{ value: "a", count: 1 }], otherCount: 0 },
      source: { values: [], otherCount: 3 },
      subject: none,
      severity: none,
    };

    const counted = countFacets(facets, { type: "a", source: "x", subject: null, severity: "LOW" });

    expect(counted.type.values).toEqual([{ value: "a", count: 2 }]);
    expect(counted.source).toEqual({ values: [], otherCount: 4 });
    expect(counted.subject.values).toEqual([{ value: null, count: 1 }]);
    expect(counted.severity.values).toEqual([{ value: "LOW", count: 1 }]);
  });

  it("rank anew when an event arrives, and rank equal counts by name", () => {
    const values = [
      { value: "b", count: 2 },
      { value: "a", count: 1 },
      { value: null, count: 1 },
    ];
    const facets: Facets = { type: { values, otherCount: 0 }, source: none, subject: none, severity: none };
    const event = { type: "a", source: "s", subject: null, severity: null };

    const once = countFacets(facets, event);
    const twice = countFacets(once, event);

    expect(once.type.values.map((one) => one.value)).toEqual(["a", "b", null]);
    expect(twice.type.values[0]).toEqual({ value: "a", count: 3 });
  });

  it("order severities by rank", () => {
    const values = ["LOW", null, "CRITICAL", "MINOR", "MAJOR"].map((value) => ({ value, count: 1 }));

    expect(inOrder("severity", values).map((one) => one.value)).toEqual(["CRITICAL", "MAJOR", "MINOR", "LOW", null]);
  });
});
