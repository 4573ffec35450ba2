import { describe, expect, it } from "vitest";
import { dataText, readColumns, standard, toggleColumn } from "./column-list";

const all = standard.map((column) => column.id);

describe("the columns of the list", () => {
  it.each([
    ["time,type,data.actor", ["time", "type", "data.actor"]],
    ["type, type,nonsense,data.", ["type"]],
    ["nonsense", null],
    ["", null],
    [null, null],
  ])("are read from %j", (text, columns) => {
    expect(readColumns(text)).toEqual(columns);
  });

  it("come back to their place", () => {
    const without = toggleColumn(all, "source");

    expect(without).not.toContain("source");
    expect(toggleColumn(without, "source")).toEqual(all);
    expect(toggleColumn(all, "data.actor").at(-1)).toBe("data.actor");
    expect(toggleColumn(["type"], "type")).toEqual(["type"]);
  });

  it("show members of data, also inside others", () => {
    const data = { actor: "jane", "a.b": 1, commit: { sha: "abc" }, list: [1, 2], nothing: null };

    expect(
      ["actor", "a.b", "commit.sha", "list", "nothing", "missing.x", "__proto__.x", "toString"].map((name) =>
        dataText(data, `data.${name}`),
      ),
    ).toEqual(["jane", "1", "abc", "[1,2]", "", "", "", ""]);
    expect(dataText("text", "data.actor")).toBe("");
  });
});
