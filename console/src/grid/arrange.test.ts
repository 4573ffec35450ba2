import { describe, expect, it } from "vitest";
import type { Cell, Grid } from "../cell/shape";
import { placeKey } from "../cell/shape";
import { arrange, foldName, groupsOf, type Wishes } from "./arrange";

const cell = (subject: string, version: string, time = "2026-11-01T00:00:00Z"): Cell => ({
  subject,
  version,
  versionEvent: null,
  lastEvent: { id: "1", time, type: "deployment", severity: null, version },
  firstSeen: time,
  last24h: 0,
});
const brand = (name: string) =>
  ["DEVELOPMENT", "STAGING", "PRODUCTION"].map((stage, position, all) => ({
    subject: `${name}-${stage}`,
    ladder: name,
    position,
    next: all[position + 1] ? `${name}-${all[position + 1]}` : null,
  }));
const systems = ["//github.com/acme/checkout-service", "//github.com/acme/orders-service", "terraform-production"];
const grid: Grid = {
  at: "2026-11-23T09:30:00Z",
  countComplete: true,
  columns: [...brand("SHOPMAX"), ...brand("BUYFAST"), { subject: null, ladder: null, position: null, next: null }],
  rows: systems.map((source, i) => ({
    source,
    cells: [cell("SHOPMAX-DEVELOPMENT", "2"), cell("SHOPMAX-PRODUCTION", `${i}`, `2026-11-0${3 - i}T00:00:00Z`)],
  })),
};
const nothing: Wishes = {
  filter: "",
  sort: "name",
  onlyDifferences: false,
  pinned: { sources: [], subjects: [] },
  hidden: { sources: [], subjects: [] },
  endsFirst: false,
  systemLabel: (name) => (name.endsWith("orders-service") ? "Bestellungen" : name.slice(name.lastIndexOf("/") + 1)),
  environmentLabel: (name) => name,
  marks: new Map(),
};
const rows = (wishes: Partial<Wishes>) => arrange(grid, { ...nothing, ...wishes }).rows.map((row) => systems.indexOf(row.source));
const columns = (wishes: Partial<Wishes>) => arrange(grid, { ...nothing, ...wishes }).columns.map((column) => column.subject);

describe("the filter", () => {
  it.each([
    ["CHECK", [0]],
    ["acme", [1, 0]],
    ["bestell", [1]],
    ["orders-s", [1]],
    ["nothing", []],
  ])("%s finds systems by any part of name or label", (filter, expected) => {
    expect(rows({ filter })).toEqual(expected);
  });

  it("narrows the environments by what no system has", () => {
    expect(columns({ filter: "buyfast" })).toEqual(["BUYFAST-DEVELOPMENT", "BUYFAST-STAGING", "BUYFAST-PRODUCTION"]);
    expect(rows({ filter: "buyfast" })).toEqual([1, 0, 2]);
  });

  it("takes a word for a system or an environment, whichever leaves something", () => {
    for (const filter of ["checkout production", "production checkout"]) {
      expect(rows({ filter })).toEqual([0]);
      expect(columns({ filter })).toEqual(["SHOPMAX-PRODUCTION", "BUYFAST-PRODUCTION"]);
    }
    expect(rows({ filter: "checkout nothing" })).toEqual([]);
  });
});

it("sorts by shown name, last change and differences", () => {
  expect(rows({})).toEqual([1, 0, 2]);
  expect(rows({ sort: "change" })).toEqual([0, 1, 2]);
  const marks = new Map([[placeKey({ source: systems[2]!, subject: "SHOPMAX-PRODUCTION" }), [{ kind: "behind", says: "", events: [] }]]]);
  expect(rows({ sort: "differences", marks: marks as Wishes["marks"] })).toEqual([2, 1, 0]);
});

it("puts pinned ones first and counts hidden ones", () => {
  expect(rows({ pinned: { sources: [systems[2]!], subjects: [] } })).toEqual([2, 1, 0]);
  expect(columns({ pinned: { sources: [], subjects: ["BUYFAST-STAGING"] } })[0]).toBe("BUYFAST-STAGING");
  const found = arrange(grid, { ...nothing, hidden: { sources: [systems[0]!, "gone"], subjects: ["SHOPMAX-STAGING"] } });
  expect([found.rows.length, found.columns.length, found.hidden]).toEqual([2, 6, { sources: 1, subjects: 1 }]);
});

it("puts the ends of ladders first where only a few columns are in view", () => {
  expect(columns({ endsFirst: true }).slice(0, 3)).toEqual(["SHOPMAX-PRODUCTION", "BUYFAST-PRODUCTION", "SHOPMAX-DEVELOPMENT"]);
});

it("names what the columns of a ladder share once", () => {
  expect(groupsOf(grid.columns, grid.columns)).toEqual([
    { folded: "SHOPMAX-", count: 3 },
    { folded: "BUYFAST-", count: 3 },
    { folded: "", count: 1 },
  ]);
  // A single column keeps what its ladder shares.
  expect(groupsOf([grid.columns[2]!], grid.columns)).toEqual([{ folded: "SHOPMAX-", count: 1 }]);
  expect(groupsOf(grid.columns.slice(0, 3), grid.columns, (name) => name.endsWith("STAGING")).map((group) => group.count)).toEqual([
    1, 1, 1,
  ]);
  expect(foldName("SHOPMAX-")).toBe("SHOPMAX");
});
