import { describe, expect, it } from "vitest";
import { addLadder, addStage, moveStage, removeLadder, removeStage, setStage, toWire, unplaced, wirePaths } from "./ladders";

const ladders = [
  ["DEV", "STAGING", "PRODUCTION"],
  ["DEV-EU", "PRODUCTION-EU"],
];

describe("editing ladders", () => {
  it("adds a ladder with an empty row, and removes one", () => {
    expect(addLadder(ladders)).toEqual([...ladders, [""]]);
    expect(removeLadder(ladders, 0)).toEqual([ladders[1]]);
  });

  it("changes only one stage", () => {
    expect(addStage(ladders, 1, "X")).toEqual([ladders[0], ["DEV-EU", "PRODUCTION-EU", "X"]]);
    expect(setStage(ladders, 0, 1, "QA")).toEqual([["DEV", "QA", "PRODUCTION"], ladders[1]]);
    expect(removeStage(ladders, 0, 0)).toEqual([["STAGING", "PRODUCTION"], ladders[1]]);
  });

  it("fills an empty last row, or adds one", () => {
    expect(addStage([["DEV", ""]], 0, "QA")).toEqual([["DEV", "QA"]]);
    expect(addStage([["DEV"]], 0, "QA")).toEqual([["DEV", "QA"]]);
    expect(addStage([["DEV", ""]], 0)).toEqual([["DEV", "", ""]]);
  });

  it("moves a stage up and down, but not past the ends", () => {
    expect(moveStage(ladders, 0, 2, -1)[0]).toEqual(["DEV", "PRODUCTION", "STAGING"]);
    expect(moveStage(ladders, 0, 0, 1)[0]).toEqual(["STAGING", "DEV", "PRODUCTION"]);
    expect(moveStage(ladders, 0, 0, -1)).toEqual(ladders);
    expect(moveStage(ladders, 0, 2, 1)).toEqual(ladders);
  });
});

describe("ladders for the API", () => {
  it("omit empty rows and empty ladders", () => {
    expect(toWire([["", "DEV", ""], [""], [], ["A", "B"]])).toEqual([["DEV"], ["A", "B"]]);
  });

  it("have these paths in the server's errors", () => {
    expect(wirePaths([["", "DEV", "QA"], [""], ["A"]])).toEqual([[null, "ladders[0][0]", "ladders[0][1]"], [null], ["ladders[1][0]"]]);
  });
});

it("suggests environments that are on no ladder", () => {
  expect(unplaced(ladders, ["DEV", "PERF", "PRODUCTION-EU", "dev"])).toEqual(["PERF", "dev"]);
});
