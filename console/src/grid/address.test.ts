import { describe, expect, it } from "vitest";
import { readView, type View, writeView } from "./address";

const asAddress = (written: ReturnType<typeof writeView>) =>
  new URLSearchParams(
    Object.entries(written).flatMap(([name, value]) =>
      (value === null ? [] : [value].flat()).map((one) => [name, one] as [string, string]),
    ),
  );

describe("the address of the grid", () => {
  it.each([
    { at: "", onlyDifferences: false, archived: false, cell: null, filter: "", sort: "name" },
    { at: "-2d", onlyDifferences: true, archived: true, cell: { source: "BE", subject: "PRODUCTION" }, filter: "pay", sort: "change" },
    {
      at: "2026-11-23T09:30:00.000Z",
      onlyDifferences: false,
      archived: false,
      cell: { source: "a/b c", subject: null },
      filter: "",
      sort: "differences",
    },
  ] satisfies View[])("round-trips %j", (view) => {
    expect(readView(asAddress(writeView(view)))).toEqual(view);
  });

  it("omits default values", () => {
    expect(asAddress(writeView({ at: "", onlyDifferences: false, archived: false, cell: null, filter: "", sort: "name" })).toString()).toBe(
      "",
    );
  });

  it("reads now as no time", () => {
    expect(readView(new URLSearchParams("at=NOW")).at).toBe("");
  });
});
