import { expect, it } from "vitest";
import { examples, isChanged, toRows, toWire, tryOut, wirePaths } from "./form";

const rows = [
  { pattern: " {project}-{number} ", url: "https://jira.example/{project}-{number}", fields: "data.ticket, version," },
  { pattern: "", url: " ", fields: "data.x" },
  { pattern: "#{number}", url: "https://x.example/{number}", fields: "" },
];

it("sends trimmed rows, without empty ones", () => {
  expect(toWire(rows)).toEqual([
    { pattern: "{project}-{number}", url: "https://jira.example/{project}-{number}", fields: ["data.ticket", "version"] },
    { pattern: "#{number}", url: "https://x.example/{number}" },
  ]);
  expect(wirePaths(rows)).toEqual(["links[0]", null, "links[1]"]);
  expect(isChanged(toRows({ links: toWire(rows) }), { links: toWire(rows) })).toBe(false);
  expect(isChanged(rows, {})).toBe(true);
});

it.each(examples)("the example for $name leads somewhere", ({ row }) => {
  expect(tryOut([row], "ABC-12 #7 AB#9 a1b9c02", "//github.com/acme/shop")).not.toEqual([]);
});
