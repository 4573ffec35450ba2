// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest";
import { incidents } from "../live/open-incidents";
import { type Session, session } from "./session";
import { setTitle } from "./title";

beforeEach(() => {
  session.value = null;
  incidents.value = [];
});

it("names page, organization and program", () => {
  setTitle("Grid");
  expect(document.title).toBe("Grid · OpsTrails");
  session.value = { organization: { name: "Acme" } } as Session;
  expect(document.title).toBe("Grid · Acme · OpsTrails");
});

it("counts the open incidents in front, and follows them", () => {
  session.value = { organization: { name: "Acme" } } as Session;
  setTitle("Events");
  incidents.value = ["open", "acknowledged", "resolved"].map((state) => ({ state })) as unknown as typeof incidents.value;
  expect(document.title).toBe("(2) Events · Acme · OpsTrails");
  incidents.value = [];
  expect(document.title).toBe("Events · Acme · OpsTrails");
});
