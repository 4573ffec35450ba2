import { describe, expect, it } from "vitest";
import { within } from "./bounds";
import { facetQueries } from "./facets";

const bounds = { from: "2026-11-23T12:00:00.000Z", to: "2026-11-30T12:00:00.0000001Z" };
const queries = ["", "type:deployment", 'source:"a b" -subject:QA severity>=MAJOR', "type=a type:b* needle"];

describe("the requests of a page", () => {
  it.each(queries)("count %j in the window of the list", (q) => {
    const answered = { query: { q, from: "-7d", to: "" }, bounds };

    for (const counted of facetQueries(q).keys())
      expect(within(answered, "UTC", counted)).toEqual({ ...(counted && { q: [counted] }), ...bounds, timezone: "UTC" });
  });

  it("never resolve a relative time again", () => {
    const answered = { query: { q: "", from: "-7d", to: "-1d" }, bounds };

    expect(JSON.stringify([within(answered, "UTC"), within(answered, "UTC", "a", true)])).not.toContain("-7d");
    expect(within(answered, "UTC", "a", true).to).toBe(bounds.to);
  });

  it("end at the server's now when a live page is counted again", () => {
    expect(within({ query: { q: "", from: "-7d", to: "" }, bounds }, "UTC", "", true)).toEqual({ from: bounds.from, timezone: "UTC" });
  });
});
