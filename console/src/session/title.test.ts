// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest";
import { openIncidents } from "../live/open-incidents";
import { type Session, session } from "./session";
import { setTitle } from "./title";

beforeEach(() => {
  session.value = null;
  openIncidents.value = 0;
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
  openIncidents.value = 2;
  expect(document.title).toBe("(2) Events · Acme · OpsTrails");
  openIncidents.value = 0;
  expect(document.title).toBe("Events · Acme · OpsTrails");
});
