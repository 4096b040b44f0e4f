import { afterEach, expect, test, vi } from "vitest";
import { checkCode, checkExpiry, checkName, checkNumber, checkPostalCode, expiryOf } from "./card-checks.ts";

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ["4242 4242 4242 4242", undefined],
  ["378282246310005", undefined],
  ["", "Enter the card number."],
  ["4242 4242 4242 4241", "Check the card number: a digit seems wrong."],
  ["4242 4242 42", "The card number is not complete."],
  ["9999 9999 9999 9999", "This is not a card that we know. Check the number."],
])("card number %j: %s", (text, wrong) => expect(checkNumber(text)).toBe(wrong));

test.each([
  ["11 / 26", undefined],
  ["12 / 2039", undefined],
  ["", "Enter the expiry date."],
  ["10 / 26", "This card has expired."],
  ["01 / 20", "This card has expired."],
  ["12", "Enter month and year, such as 04 / 29."],
  ["13 / 30", "Check the expiry date: month, then year."],
])("expiry date %j in November 2026: %s", (text, wrong) => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23") });
  expect(checkExpiry(text)).toBe(wrong);
});

test.each(["05 / 39", "05 / 2039"])("expiry date %j as the vendor takes it", (text) => {
  expect(expiryOf(text)).toEqual({ month: "05", year: "2039" });
});

test("a code has as many digits as its brand says", () => {
  expect(checkCode("123", "4242424242424242")).toBeUndefined();
  expect(checkCode("123", "378282246310005")).toBe("The code has 4 digits.");
  expect(checkCode("", "378282246310005")).toBe("Enter the security code.");
});

test("a card number is no name, and a dash no part of a short postal code", () => {
  expect(checkName("4242 4242 4242 4242")).toBe("Enter the name, not the number.");
  expect(checkName("Jen Doe")).toBeUndefined();
  expect(checkPostalCode("9-", "ZIP code")).toBe("Check the ZIP code.");
  expect(checkPostalCode("", "ZIP code")).toBe("Enter the ZIP code.");
});
