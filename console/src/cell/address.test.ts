import { expect, it } from "vitest";
import { gridBefore } from "./address";

it("links to the grid just before an event", () => {
  expect(gridBefore("2026-11-23T09:30:00.000Z")).toBe("/?at=2026-11-23T09%3A29%3A59.999Z");
});
