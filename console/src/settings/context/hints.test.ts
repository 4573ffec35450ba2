import { describe, expect, it } from "vitest";
import { insertName, mentions, unexplained } from "./hints";
import { template } from "./text";

describe("names in a context", () => {
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
  ])("%j mentions %j", (text, name) => {
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
  ])("%j doesn't mention %j", (text, name) => {
    expect(mentions(text, name)).toBe(false);
  });

  it("lists unexplained names in order", () => {
    expect(unexplained("BE and the DB", ["FE", "BE", "billing", "DB"])).toEqual(["FE", "billing"]);
  });
});

describe("inserting a name", () => {
  const text = "# Systems\n\n- FE: the shop\n\n# Types of events\n\nas usual\n";

  it("appends to its section, wherever the cursor is", () => {
    const inserted = insertName(text, text.length, "BE", "Systems");
    expect(inserted.text).toBe("# Systems\n\n- FE: the shop\n- `BE`: \n\n# Types of events\n\nas usual\n");
    expect(inserted.text.slice(0, inserted.cursor)).toMatch(/`BE`: $/);
  });

  it("finds the last section, and a longer heading", () => {
    expect(insertName(text, 0, "db-migration", "Types").text).toBe(`${text.trimEnd()}\n- \`db-migration\`: \n`);
  });

  it("inserts below the cursor's line without such a section", () => {
    expect(insertName(text, 12, "QA", "Environments").text).toBe(text.replace("the shop\n", "the shop\n- `QA`: \n"));
  });

  it("starts an empty text", () => {
    expect(insertName("", 0, "BE", "Systems")).toEqual({ text: "- `BE`: ", cursor: 8 });
  });

  it("makes the name mentioned", () => {
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
