import { describe, expect, it } from "vitest";
import { findAddresses, linksOf, matchesIn, repositoryOf, sourceAddress } from "./links-of";

const sha = "a1b9c02d".repeat(5);
const of = (data: unknown, more: { source?: string; subject?: string | null; version?: string | null } = {}) => ({
  source: "//github.com/acme/checkout",
  subject: null,
  version: null,
  data: data as never,
  ...more,
});
const shown = (data: unknown, more = {}, patterns: Parameters<typeof linksOf>[1] = []) =>
  linksOf(of(data, more), patterns).map(({ label, url, field }) => `${field}: ${label} ${url}`);

describe("links of an event", () => {
  it("are its addresses, wherever they are in the payload", () => {
    expect(
      shown({ description: "See https://wiki.example/a. (http://x.example)", deep: { list: [{ url: "https://ci.example/runs/7" }] } }),
    ).toEqual([
      "data.description: a https://wiki.example/a",
      "data.description: x.example http://x.example/",
      "data.deep.list.url: runs/7 https://ci.example/runs/7",
      "source: Source https://github.com/acme/checkout",
    ]);
  });

  it("lead only to the web, and hide no host", () => {
    const data = { a: "javascript:alert(1)", b: "https://good.example@evil.example/", c: "data:text/html,x", d: "ftp://x.example" };
    expect(shown(data, { source: "BE" })).toEqual([]);
  });

  it.each([
    ["//github.com/acme/checkout", "https://github.com/acme/checkout/commit/"],
    ["https://github.com/acme/checkout.git", "https://github.com/acme/checkout/commit/"],
    ["//gitlab.com/acme/group/checkout", "https://gitlab.com/acme/group/checkout/-/commit/"],
    ["//bitbucket.org/acme/checkout/", "https://bitbucket.org/acme/checkout/commits/"],
  ])("lead to a commit of %s", (source, address) => {
    expect(shown({ commit: sha, git: { sha: "a1b9c02" } }, { source }).slice(0, 2)).toEqual([
      `data.commit: a1b9c02 ${address}${sha}`,
      `data.git.sha: a1b9c02 ${address}a1b9c02`,
    ]);
    expect(shown(null, { source, version: sha })[0]).toBe(`version: a1b9c02 ${address}${sha}`);
  });

  it("find the repository in the payload, and no commit without one", () => {
    expect(shown({ commit: "a1b9c02", repository: "https://github.com/acme/x" }, { source: "BE" })[0]).toBe(
      "data.commit: a1b9c02 https://github.com/acme/x/commit/a1b9c02",
    );
    expect(shown({ commit: "a1b9c02" }, { source: "BE" })).toEqual([]);
    expect(shown({ commit: "a1b9c02" }, { source: "//github.com/" })).toEqual([]);
    expect(shown({ commit: "release-1" }, { source: "//github.com/acme/x" })).toEqual(["source: Source https://github.com/acme/x"]);
  });

  it("follow the patterns of the settings where they look", () => {
    const ticket = { pattern: "{project}-{number}", url: "https://jira.example/browse/{project}-{number}" };
    const data = { ticket: "ABC-1", description: "for ABC-2" };
    expect(shown(data, { source: "BE" }, [ticket])).toEqual([
      "data.ticket: ABC-1 https://jira.example/browse/ABC-1",
      "data.description: ABC-2 https://jira.example/browse/ABC-2",
    ]);
    expect(shown(data, { source: "BE" }, [{ ...ticket, fields: ["data.ticket"] }])).toEqual([
      "data.ticket: ABC-1 https://jira.example/browse/ABC-1",
    ]);
    expect(shown(null, { source: "AB-1", subject: "AB-2", version: "AB-3" }, [{ ...ticket, fields: ["subject"] }])).toEqual([
      "subject: AB-2 https://jira.example/browse/AB-2",
    ]);
  });

  it("are few, however large the payload", () => {
    expect(shown(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`u${i}`, `https://x.example/${i}`])))).toHaveLength(30);
  });
});

it("splits a text without overlaps", () => {
  const pattern = { pattern: "{project}-{number}", url: "https://jira.example/{project}-{number}" };
  expect(matchesIn("https://x.example/AB-1 AB-2", "data.description", "BE", [pattern]).map((match) => match.url)).toEqual([
    "https://x.example/AB-1",
    "https://jira.example/AB-2",
  ]);
});

it.each([
  ["https://x.example/a_(b).", "https://x.example/a_(b"],
  ["<https://x.example/>", "https://x.example/"],
  ["see http://", undefined],
])("the address in %j", (text, address) => {
  expect(findAddresses(text)[0]?.url).toBe(address);
});

it.each([
  ["//github.com/acme/x", "https://github.com/acme/x"],
  ["//internal.example/acme/x", null],
  ["https://internal.example/x", "https://internal.example/x"],
  ["//github.com/", null],
  ["BE", null],
])("the address of the source %j", (source, address) => {
  expect(sourceAddress(source)).toBe(address);
});

it.each([
  ["//github.com/acme/x", { owner: "acme", repository: "x" }],
  ["acme/x/", { owner: "acme", repository: "x" }],
  ["BE", null],
])("the repository of %j", (source, repository) => {
  expect(repositoryOf(source)).toEqual(repository);
});
