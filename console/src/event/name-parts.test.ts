import { expect, test } from "vitest";
import { commonPrefix, nameParts, shortVersion } from "./name-parts";

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
