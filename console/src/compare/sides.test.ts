import { describe, expect, it } from "vitest";
import type { Column } from "../cell/shape";
import { changeInWords, findingInWords, isPlain, readSide, readSides, stateInWords, writeSide } from "./sides";

const column = (subject: string | null, next: string | null = null): Column => ({ subject, ladder: "", position: 0, next });
const columns = [column("DEV", "STAGING"), column("STAGING", "PRODUCTION"), column("PRODUCTION"), column(null), column("team@-1d")];
const read = (address: string) => readSides(new URLSearchParams(address), columns);
const side = (subject: string | null, at = "") => ({ subject, at });

describe("the compared environments", () => {
  it.each([
    ["", side("STAGING"), side("PRODUCTION")],
    ["from=DEV&to=PRODUCTION&at=-2d", side("DEV", "-2d"), side("PRODUCTION", "-2d")],
    ["from=&to=PRODUCTION", side(null), side("PRODUCTION")],
    ["to=PRODUCTION", side("STAGING"), side("PRODUCTION")],
    ["from=GONE&to=PRODUCTION", side("GONE"), side("PRODUCTION")],
    ["from=PRODUCTION@-1d&to=PRODUCTION", side("PRODUCTION", "-1d"), side("PRODUCTION")],
    ["from=PRODUCTION@-1d&to=PRODUCTION@now&at=-2d", side("PRODUCTION", "-1d"), side("PRODUCTION")],
    ["from=PRODUCTION@2026-11-29T10:00Z&to=STAGING&at=-2d", side("PRODUCTION", "2026-11-29T10:00Z"), side("STAGING", "-2d")],
    ["from=@-1d&to=PRODUCTION", side(null, "-1d"), side("PRODUCTION")],
    ["from=team@-1d&to=team@home", side("team@-1d"), side("team@home")],
    ["from=team@-1d@-2h&to=PRODUCTION", side("team@-1d", "-2h"), side("PRODUCTION")],
  ])("%j", (address, from, to) => {
    expect(read(address)).toEqual({ from, to });
  });

  it("are none when there is one environment and no moment", () => {
    expect(readSides(new URLSearchParams(), [column("PRODUCTION")])).toBeNull();
    expect(readSides(new URLSearchParams("from=PRODUCTION@-1d"), [column("PRODUCTION")])).toEqual({
      from: side("PRODUCTION", "-1d"),
      to: side("PRODUCTION"),
    });
  });
});

it.each([
  [side("STAGING"), "STAGING"],
  [side("team@STAGING", "-2d"), "team@STAGING@-2d"],
  [side(null, "-1d"), "@-1d"],
  [side(null), ""],
  [side("team", "-1d"), "team@-24h"],
  [side("team@-1d"), "team@-1d"],
])("writes and reads %j", (one, written) => {
  const names = new Set(columns.map((of) => of.subject));
  expect(writeSide(one, names)).toBe(written);
  expect(readSide(written, "", names).subject).toBe(one.subject);
});

const names = { from: "STAGING", to: "PRODUCTION" };

it("describes states and findings", () => {
  expect(stateInWords("ahead", names)).toBe("PRODUCTION lags behind");
  expect(stateInWords("onlyThere", { from: "STAGING", to: "no environment" })).toBe("only in no environment");
  expect(stateInWords("unknown", names)).toBe("unknown");
  expect(changeInWords("behind")).toBe("new version");
  expect(findingInWords({ kind: "reachedWithoutStage", events: [] }, names)).toBe("reached PRODUCTION without STAGING");
  expect(findingInWords({ kind: "rolledBack", side: "from", events: [] }, names)).toBe("rolled back in STAGING");
  expect(findingInWords({ kind: "aheadOfStage", events: [] }, names)).toBe(
    "PRODUCTION runs a newer version than STAGING: the next release would be a downgrade",
  );
  expect(findingInWords({ kind: "ahead", events: [] }, names)).toBeNull();
});

it("is plain only without other findings", () => {
  const source = { source: "BE", state: "same", from: null, to: null, findings: [{ kind: "same", events: [] }] };
  expect(isPlain(source)).toBe(true);
  expect(isPlain({ ...source, findings: [...source.findings, { kind: "reachedWithoutStage", events: [] }] })).toBe(false);
});
