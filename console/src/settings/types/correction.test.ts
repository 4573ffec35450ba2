import { describe, expect, it } from "vitest";
import { correctionInWords, readCorrection, restsOf, rowsOf, withCorrection, withKind, writeCorrection } from "./correction";

describe("a correction", () => {
  it.each([null, "deployment", "deployment.finished", "incident.resolved.cancelled"])("round-trips %s", (text) => {
    expect(writeCorrection(readCorrection(text))).toBe(text);
  });

  it("offers the phases and outcomes of its kind", () => {
    expect(restsOf(readCorrection("incident"))).toEqual(["opened", "acknowledged", "resolved", "cancelled"]);
    expect(restsOf(readCorrection("deployment"))).toContain("failed");
    expect(restsOf(readCorrection("other"))).toEqual([]);
    expect(restsOf(readCorrection(null))).toEqual([]);
  });

  it("offers a stored value that is none of them", () => {
    expect(restsOf(readCorrection("deployment.finished.failed"))).toContain("finished.failed");
  });

  it("keeps the phase when another kind has it too", () => {
    expect(withKind(readCorrection("deployment.started"), "release")).toEqual({ kind: "release", rest: "started" });
    expect(withKind(readCorrection("deployment.started"), "incident")).toEqual({ kind: "incident", rest: "" });
    expect(withKind(readCorrection("deployment.started"), "")).toEqual({ kind: "", rest: "" });
  });

  it("is described in words", () => {
    expect(correctionInWords("configChange.started")).toBe("config change, started");
  });
});

const settings = { name: "Acme", retentionDays: 90, types: { "go-live": "deployment.finished", ping: "other" } };

describe("the settings", () => {
  it("keep everything else", () => {
    expect(withCorrection(settings, "go-live", { kind: "release", rest: "" })).toEqual({
      ...settings,
      types: { "go-live": "release", ping: "other" },
    });
  });

  it("lose a type that its words decide again", () => {
    expect(withCorrection(settings, "ping", { kind: "", rest: "" }).types).toEqual({ "go-live": "deployment.finished" });
  });

  it("take a type with a name that every object has", () => {
    const changed = withCorrection({ types: null }, "__proto__", { kind: "other", rest: "" });
    expect(JSON.stringify(changed.types)).toBe('{"__proto__":"other"}');
    expect(rowsOf([{ value: "toString", firstSeen: "", lastSeen: "" }], settings)[2]!.mapped).toBeNull();
  });
});

it("lists recorded types and those that only the settings name", () => {
  const seen = { value: "ping", firstSeen: "2026-11-01", lastSeen: "2026-11-23", meaning: null };
  expect(rowsOf([seen], settings)).toEqual([
    { type: "go-live", lastSeen: null, meaning: null, mapped: "deployment.finished" },
    { type: "ping", lastSeen: "2026-11-23", meaning: null, mapped: "other" },
  ]);
});
