import { expect, it } from "vitest";
import { nearNames } from "./near";

const names = ["//github.com/acme/checkout-service", "//github.com/acme/orders", "BE", "PRODUCTION", "prod"];

it.each([
  ["checkout-service", ["//github.com/acme/checkout-service"]],
  ["ordres", ["//github.com/acme/orders"]],
  ["Produktion", ["prod", "PRODUCTION"]],
  ["PROD", ["prod", "PRODUCTION"]],
  ["//github.com/acme/chekout-service", ["//github.com/acme/checkout-service"]],
  ["something else", []],
  ["", ["BE"]],
])("near to %j", (asked, near) => {
  expect(nearNames(asked, names)).toEqual(near);
});
