import { describe, expect, it } from "vitest";
import { insertName, mentions, unexplained } from "./hints";
import { template } from "./text";

describe("names that a context mentions", () => {
  it.each([
    ["BE serves both brands", "BE"],
    ["both are served by be.", "BE"],
    ["`PRODUCTION` is live", "production"],
    ["see //github.com/acme/billing, please", "//github.com/acme/billing"],
    ["the C++ (native) worker", "C++ (native)"],
    ["run by payments-worker-2 alone", "payments-worker-2"],
    ["odd: a{1}|b[c]\\d^$", "a{1}|b[c]\\d^$"],
    ["BE/FE", "FE"],
    ["Zażółć: the payroll", "zażółć"],
  ])("finds in %j the name %j", (text, name) => {
    expect(mentions(text, name)).toBe(true);
  });

  it.each([
    ["to be or BEFORE", "BEF"],
    ["BEFORE the release", "BE"],
    ["PRODUCTION-EU is live", "PRODUCTION"],
    ["PRE-PRODUCTION is live", "PRODUCTION"],
    ["version 1.2.3", "1.2"],
    ["db_migration", "db"],
    ["żBE", "BE"],
    ["", "BE"],
  ])("does not find in %j the name %j", (text, name) => {
    expect(mentions(text, name)).toBe(false);
  });

  it("lists those that are left, in their order", () => {
    expect(unexplained("BE and the DB", ["FE", "BE", "billing", "DB"])).toEqual(["FE", "billing"]);
  });
});

describe("inserting a name", () => {
  const text = "# Systems\n\n- FE: the shop\n\n# Types of events\n\nas usual\n";

  it("goes to the end of its section, wherever the cursor stands", () => {
    const inserted = insertName(text, text.length, "BE", "Systems");
    expect(inserted.text).toBe("# Systems\n\n- FE: the shop\n- `BE`: \n\n# Types of events\n\nas usual\n");
    expect(inserted.text.slice(0, inserted.cursor)).toMatch(/`BE`: $/);
  });

  it("finds the last section, and one whose heading says more", () => {
    expect(insertName(text, 0, "db-migration", "Types").text).toBe(`${text.trimEnd()}\n- \`db-migration\`: \n`);
  });

  it("goes below the line of the cursor when there is no such section", () => {
    expect(insertName(text, 12, "QA", "Environments").text).toBe(text.replace("the shop\n", "the shop\n- `QA`: \n"));
  });

  it("begins an empty text", () => {
    expect(insertName("", 0, "BE", "Systems")).toEqual({ text: "- `BE`: ", cursor: 8 });
  });

  it("makes the name count as mentioned", () => {
    expect(mentions(insertName("x", 0, "//github.com/acme/a.b", "Systems").text, "//github.com/acme/a.b")).toBe(true);
  });

  it("finds the sections of the template", () => {
    for (const heading of ["Systems", "Environments", "Types"]) {
      const inserted = insertName(template, 0, "X", heading);
      expect(
        inserted.text
          .slice(0, inserted.cursor)
          .match(/^# .*$/gm)
          ?.at(-1),
      ).toContain(heading);
    }
  });
});
