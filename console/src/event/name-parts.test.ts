import { expect, it, test } from "vitest";
import { commonPrefix, nameParts, shortVersion, foldOf, splitEnd } from "./name-parts";

test.each([
  ["checkout", "", "checkout"],
  ["//github.com/acme-corporation/checkout-service", "acme-corporation", "checkout-service"],
  ["https://gitlab.example.com/group/sub/app/", "sub", "app"],
  ["https://argocd.example.com", "", "argocd.example.com"],
  ["/systems/orders", "systems", "orders"],
  ["/orders", "", "orders"],
  ["urn:acme:orders", "urn:acme", "orders"],
  ["team: orders", "", "team: orders"],
  ["orders/v2", "", "orders/v2"],
  ["/", "", "/"],
  ["//", "", "//"],
])("%s", (name, owner, own) => expect(nameParts(name)).toEqual({ owner, own }));

test("a commit is cut to 7 characters, a digest keeps its algorithm", () => {
  expect(shortVersion("a1b9c02e".repeat(5))).toBe("a1b9c02");
  expect(shortVersion(`sha256:${"0123456789abcdef".repeat(4)}`)).toBe("sha256:0123456");
  expect(shortVersion("1.98.0")).toBe("1.98.0");
  expect(shortVersion("a1b9c02e".repeat(4))).toBe("a1b9c02e".repeat(4));
});

test("a prefix ends at a separator and leaves something of each name", () => {
  expect(commonPrefix(["BRAND-PRODUCTION", "BRAND-STAGING"])).toBe("BRAND-");
  expect(commonPrefix(["production", "preview"])).toBe("");
  expect(commonPrefix(["//github.com/acme/a", "//github.com/acme/b"])).toBe("//github.com/acme/");
  expect(commonPrefix(["app-", "app-a"])).toBe("");
  expect(commonPrefix(["app-a"])).toBe("");
});

it.each([
  ["checkout-service", "", "checkout-service"],
  ["some-long-service-name-checkout-service", "some-long-service-name-", "checkout-service"],
  ["averylongnamewithoutanyseparators", "averylongnamewit", "houtanyseparators"],
])("splits %s before its last words", (name, start, end) => {
  const split = splitEnd(name);
  expect(split.join("")).toBe(name);
  if (start.endsWith("-") || start === "") expect(split).toEqual([start, end]);
  else expect(split[1].length).toBe(18);
});

it("folds what all systems of a column share, unless they have a label", () => {
  const names = ["//github.com/acme/a", "//github.com/acme/b", "cms"];
  expect(foldOf(names)).toBe("");
  expect(foldOf(names, (name) => name === "cms")).toBe("//github.com/acme/");
  expect(foldOf(["//github.com/acme-a/x", "//github.com/acme-b/x"])).toBe("");
  expect(foldOf(["acme-checkout", "acme-orders"])).toBe("acme-");
});
