import { describe, expect, it } from "vitest";
import { settled } from "./moved";

const leads = (address: string) => settled(new URL(address, "https://ops.example")).href.replace("https://ops.example", "");

describe("old addresses", () => {
  it.each([
    ["/?from=-30d&q=type%3Adeployment", "/events?from=-30d&q=type%3Adeployment"],
    ["/?event=run-1&source=%2F%2Fa", "/events?event=run-1&source=%2F%2Fa"],
    ["/?to=2026-11-23T09%3A30%3A00Z", "/events?to=2026-11-23T09%3A30%3A00Z"],
    ["/?tz=utc", "/events?tz=utc"],
  ])("%s of the event list redirects to %s", (old, now) => {
    expect(leads(old)).toBe(now);
  });

  it("of the comparison redirects, with its moment", () => {
    expect(leads("/diff?from=A&to=B&at=-2d")).toBe("/compare?from=A&to=B&at=-2d");
  });

  it.each(["/", "/compare?from=A", "/?at=-2d", "/?diff=only&cell=BE&cell=QA", "/?utm=x", "/events?q=a", "/sign-in?from=x", "/grid?at=-1d"])(
    "%s stays",
    (address) => {
      expect(leads(address)).toBe(address);
    },
  );
});
