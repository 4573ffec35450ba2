import { describe, expect, it } from "vitest";
import {
  aliasesOf,
  archive,
  bringBack,
  canonicalOf,
  groupsOf,
  labelIn,
  merge,
  removeAlias,
  removeGroup,
  setGroup,
  setLabel,
  type Settings,
} from "./edit";

const none: Settings = { name: "Acme" };
const merged = merge(none, "subjects", ["prod", "PRODUCTION", "Production"], "PRODUCTION");

describe("merging names", () => {
  it("lets all others count as the one, and keeps the other settings", () => {
    expect(merged).toEqual({ name: "Acme", aliases: { subjects: { PRODUCTION: ["prod", "Production"] } } });
    expect(canonicalOf(merged, "subjects", "prod")).toBe("PRODUCTION");
    expect(canonicalOf(merged, "sources", "prod")).toBe("prod");
  });

  it("stays one level deep when a name with aliases is merged", () => {
    const again = merge(merged, "subjects", ["PRODUCTION", "live"], "live");
    expect(again.aliases).toEqual({ subjects: { live: ["PRODUCTION", "prod", "Production"] } });
  });

  it("adds to the aliases that a name has", () => {
    expect(aliasesOf(merge(merged, "subjects", ["prd"], "PRODUCTION"), "subjects", "PRODUCTION")).toEqual(["prod", "Production", "prd"]);
  });

  it("takes a name from the one it counted as", () => {
    const moved = merge(merged, "subjects", ["prod"], "live");
    expect(moved.aliases?.subjects).toEqual({ PRODUCTION: ["Production"], live: ["prod"] });
  });

  it("takes an alias as the name to keep", () => {
    const turned = merge(merged, "subjects", ["PRODUCTION"], "prod");
    expect(turned.aliases?.subjects).toEqual({ prod: ["PRODUCTION", "Production"] });
  });

  it("takes a name that every object has", () => {
    expect(JSON.stringify(merge(none, "sources", ["toString"], "__proto__").aliases)).toBe('{"sources":{"__proto__":["toString"]}}');
    expect(aliasesOf(none, "sources", "toString")).toEqual([]);
  });
});

it("removes an alias, and the name with its last one", () => {
  const one = removeAlias(merged, "subjects", "PRODUCTION", "prod");
  expect(one.aliases?.subjects).toEqual({ PRODUCTION: ["Production"] });
  expect(removeAlias(one, "subjects", "PRODUCTION", "Production").aliases?.subjects).toEqual({});
});

it("archives a name from now on and brings it back, also where an alias was archived", () => {
  expect(archive(none, "sources", "OLD").archived).toEqual({ sources: { OLD: "NOW" } });
  const archived = archive(archive(merged, "subjects", "prod"), "subjects", "OLD");
  expect(bringBack(archived, "subjects", "PRODUCTION").archived).toEqual({ subjects: { OLD: "NOW" } });
});

it("sets, renames and removes groups", () => {
  const set = setGroup(setGroup(none, null, "production", ["EU", "US"]), null, "all", ["EU"]);
  expect(groupsOf(set).map((group) => group.name)).toEqual(["all", "production"]);
  expect(setGroup(set, "production", "live", ["EU"]).groups).toEqual({ all: ["EU"], live: ["EU"] });
  expect(removeGroup(set, "all").groups).toEqual({ production: ["EU", "US"] });
});

it("sets a label, also of a name like __proto__, and removes it", () => {
  const labelled = setLabel(setLabel(none, "sources", "__proto__", "Odd"), "sources", "//github.com/acme/x", "Checkout");
  expect(labelIn(labelled, "sources", "__proto__")).toBe("Odd");
  expect(labelIn(labelled, "subjects", "//github.com/acme/x")).toBe("");
  expect(labelIn(setLabel(labelled, "sources", "//github.com/acme/x", ""), "sources", "//github.com/acme/x")).toBe("");
});
