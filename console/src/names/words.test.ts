import { expect, it } from "vitest";
import { archivedInWords, lookAlikeInWords } from "./words";

it("describes names that look alike", () => {
  const names = ["prod", "Production", "PRODUCTION"];
  expect(lookAlikeInWords({ field: "subject", names, suggested: "prod" })).toBe(
    "prod, Production and PRODUCTION look like one environment",
  );
  expect(lookAlikeInWords({ field: "source", names: ["be", "BE"], suggested: "be" })).toBe("be and BE look like one system");
});

it.each([
  [0, 2, "2 archived systems"],
  [1, 0, "1 archived environment"],
  [1, 2, "1 archived environment and 2 archived systems"],
  [0, 0, ""],
])("counts %d environments and %d systems", (subjects, sources, text) => {
  expect(archivedInWords({ subjects, sources })).toBe(text);
});
