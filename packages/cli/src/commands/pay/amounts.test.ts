import { expect, it } from "vitest";
import { amountText } from "./amounts.ts";

it.each([
  [18_513, "18,513.00 USD"],
  [1234567.8, "1,234,567.80 USD"],
  [0.125, "0.125 USD"],
  [null, "null USD"],
  ["102.85", "102.85 USD"],
])("shows %j as the vendor sent it, as %s", (value, text) => {
  expect(amountText({ value: value as number, currency: "USD" })).toBe(text);
});
