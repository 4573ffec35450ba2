import { describe, expect, it } from "vitest";
import type { Column } from "../cell/shape";
import { findingInWords, isPlain, readSides, stateInWords, writeSide } from "./sides";

const column = (subject: string | null, next: string | null = null): Column => ({ subject, ladder: "", position: 0, next });
const columns = [column("DEV", "STAGING"), column("STAGING", "PRODUCTION"), column("PRODUCTION"), column(null)];
const read = (address: string) => readSides(new URLSearchParams(address), columns);

describe("the compared environments", () => {
  it.each([
    ["", { from: "STAGING", to: "PRODUCTION", at: "" }],
    ["from=DEV&to=PRODUCTION&at=-2d", { from: "DEV", to: "PRODUCTION", at: "-2d" }],
    ["from=&to=PRODUCTION", { from: null, to: "PRODUCTION", at: "" }],
    ["to=PRODUCTION", { from: "STAGING", to: "PRODUCTION", at: "" }],
    ["from=GONE&to=PRODUCTION", { from: "GONE", to: "PRODUCTION", at: "" }],
  ])("%j", (address, sides) => {
    expect(read(address)).toEqual(sides);
  });

  it("are none when there is one environment", () => {
    expect(readSides(new URLSearchParams(), [column("PRODUCTION")])).toBeNull();
  });
});

it.each([
  ["STAGING", "", "STAGING@now"],
  ["team@STAGING", "-2d", "team@STAGING@-2d"],
  [null, "", "@now"],
])("formats a side of %s at %j", (subject, at, written) => {
  expect(writeSide(subject, at)).toBe(written);
});

it("describes states and findings", () => {
  expect(stateInWords("ahead", "STAGING", "PRODUCTION")).toBe("PRODUCTION lags behind");
  expect(stateInWords("onlyThere", "STAGING", null)).toBe("only in no environment");
  expect(stateInWords("unknown", "STAGING", "PRODUCTION")).toBe("unknown");
  expect(findingInWords({ kind: "reachedWithoutStage", events: [] }, "STAGING", "PRODUCTION")).toBe("reached PRODUCTION without STAGING");
  expect(findingInWords({ kind: "rolledBack", side: "from", events: [] }, "STAGING", "PRODUCTION")).toBe("rolled back in STAGING");
  expect(findingInWords({ kind: "aheadOfStage", events: [] }, "STAGING", "PRODUCTION")).toBe(
    "PRODUCTION runs a newer version than STAGING: the next release would be a downgrade",
  );
  expect(findingInWords({ kind: "ahead", events: [] }, "STAGING", "PRODUCTION")).toBeNull();
});

it("is plain only without other findings", () => {
  const source = { source: "BE", state: "same", from: null, to: null, findings: [{ kind: "same", events: [] }] };
  expect(isPlain(source)).toBe(true);
  expect(isPlain({ ...source, findings: [...source.findings, { kind: "reachedWithoutStage", events: [] }] })).toBe(false);
});
