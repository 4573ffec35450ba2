import { expect, it } from "vitest";
import { checkAlias, checkLabel, rowsOf } from "./rows";

const settings = { aliases: { subjects: { PRODUCTION: ["prod"], UNSEEN: ["u"] } } };
const seen = (value: string, archivedAt?: string) => ({ value, firstSeen: "a", lastSeen: "b", ...(archivedAt && { archivedAt }) });

it("lists recorded names and those of the settings, archived ones last", () => {
  expect(rowsOf([seen("A-OLD", "t"), seen("PRODUCTION"), seen("DEV")], settings, "subjects")).toEqual([
    { name: "DEV", aliases: [], lastSeen: "b", archivedAt: null },
    { name: "PRODUCTION", aliases: ["prod"], lastSeen: "b", archivedAt: null },
    { name: "UNSEEN", aliases: ["u"], lastSeen: null, archivedAt: null },
    { name: "A-OLD", aliases: [], lastSeen: "b", archivedAt: "t" },
  ]);
});

it.each([
  ["", "Enter a name as it is sent in events."],
  ["DEV", "This is the name itself. Enter another one."],
  ["prod", "prod counts as PRODUCTION. Remove it there first."],
  ["development", null],
])("checks %j as another name of DEV", (alias, error) => {
  expect(checkAlias(settings, "subjects", "DEV", alias)).toBe(error);
});

it.each([
  ["Live shop", null],
  ["", null],
  ["shop", "b is shown as Shop already. Use another label."],
  ["x".repeat(61), "Use at most 60 characters."],
])("checks %j as the label of a system", (label, error) => {
  expect(checkLabel({ display: { sources: { a: "Old", b: "Shop" }, subjects: null } }, "sources", "a", label)).toBe(error);
});
