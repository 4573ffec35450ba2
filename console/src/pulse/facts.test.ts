import { describe, expect, it } from "vitest";
import { type Grid, placeKey } from "../cell/shape";
import { endOf, factsOf, isQuiet, whereFrozen } from "./facts";

const at = "2026-11-20T12:00:00Z";
const cell = (subject: string, more: object = {}) => ({ subject, version: "1.0", versionEvent: null, inProgress: null, ...more });
const grid = (cells: object[], freezes: object[] = []) =>
  ({ at, columns: [], rows: [{ source: "BE", cells }], freezes }) as unknown as Grid;

describe("the line for now", () => {
  it("is quiet where nothing is going on", () => {
    expect(isQuiet(factsOf(grid([cell("PROD", { versionEvent: { time: "2026-11-20T10:59:00Z" } })]), new Map()))).toBe(true);
  });

  it("counts an incident once, and only versions as changes", () => {
    const incident = { ref: "a", opened: "2026-11-20T11:00:00Z" };
    const facts = factsOf(
      grid([
        cell("PROD", { incidents: [incident], inProgress: { version: "2.0" }, lastEvent: { time: at } }),
        cell("QA", { incidents: [incident, { ref: "b", opened: "2026-11-20T11:30:00Z" }], versionEvent: { time: "2026-11-20T11:10:00Z" } }),
      ]),
      new Map([[placeKey({ source: "BE", subject: "PROD" }), [{ kind: "ahead" as const, says: "", events: [] }]]]),
    );
    expect(facts.incidents.map(({ incident: { ref } }) => ref)).toEqual(["b", "a"]);
    expect([facts.deploying.length, facts.changed.length, facts.ahead]).toEqual([1, 1, [{ source: "BE", subject: "PROD" }]]);
  });

  it("says where and until when a freeze is", () => {
    const freezes = [
      { subject: "PROD", active: true, until: "2026-11-20T18:00:00Z" },
      { subject: "QA", active: false, until: "2026-11-22T18:00:00Z" },
    ];
    const facts = factsOf(grid([], freezes), new Map());
    expect([whereFrozen(facts.freezes), endOf(facts.freezes)]).toEqual(["PROD", Date.parse("2026-11-20T18:00:00Z")]);
    expect(whereFrozen([...facts.freezes, { subject: null } as never])).toBe("all environments");
  });
});
