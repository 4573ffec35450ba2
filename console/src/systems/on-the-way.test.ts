import { expect, it } from "vitest";
import type { Column, GridRow } from "../cell/shape";
import { versionsOnTheWay } from "./on-the-way";

const columns: Column[] = [
  { subject: "DEV", ladder: "", position: 0, next: "STAGING" },
  { subject: "STAGING", ladder: "", position: 1, next: "PRODUCTION" },
  { subject: "PRODUCTION", ladder: "", position: 2, next: null },
  { subject: null, ladder: null, position: null, next: null },
];

const row = (cells: readonly [string, string | null, number][]): GridRow => ({
  source: "BE",
  cells: cells.map(([subject, version, day]) => {
    const time = `2026-11-${day}T10:00:00.000Z`;
    return { subject, version, versionEvent: { id: "x", time, type: "deployment" }, lastEvent: null, firstSeen: time, last24h: 0 };
  }),
});

it("names each version that waits before a stage, newest first", () => {
  expect(
    versionsOnTheWay(
      row([
        ["DEV", "3", 12],
        ["STAGING", "2", 11],
        ["PRODUCTION", "1", 10],
      ]),
      columns,
    ),
  ).toEqual([
    { version: "3", since: "2026-11-12T10:00:00.000Z", has: ["DEV"], next: ["STAGING"] },
    { version: "2", since: "2026-11-11T10:00:00.000Z", has: ["STAGING"], next: ["PRODUCTION"] },
  ]);
});

it("is told for each ladder of its own", () => {
  const brands = ["A", "B"].flatMap((ladder): Column[] => [
    { subject: `${ladder}-STAGING`, ladder, position: 0, next: `${ladder}-PRODUCTION` },
    { subject: `${ladder}-PRODUCTION`, ladder, position: 1, next: null },
  ]);
  const cells = row([
    ["A-STAGING", "2", 12],
    ["A-PRODUCTION", "2", 13],
    ["B-STAGING", "2", 12],
    ["B-PRODUCTION", "1", 10],
  ]);
  expect(versionsOnTheWay(cells, brands).map(({ has, next }) => [has, next])).toEqual([[["B-STAGING"], ["B-PRODUCTION"]]]);
});

it("is empty when the next stage has the same or something newer, or never had the system", () => {
  expect(versionsOnTheWay(row([["DEV", "1", 10], ["STAGING", "1", 11], ["PRODUCTION", "hotfix", 12]]), columns)).toEqual([]);
  expect(versionsOnTheWay(row([["DEV", "1", 10]]), columns)).toEqual([]);
});
