import { afterEach, describe, expect, it, vi } from "vitest";
import { checkCode, checkExpiry, checkName, checkNumber, checkPostalCode } from "./card-checks.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("a card number", () => {
  it.each([
    ["4242 4242 4242 4242", undefined],
    ["378282246310005", undefined],
    ["6304 0000 0000 0000 000", undefined],
    ["٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢", undefined],
    ["", "Enter the card number."],
    ["4242 4242 4242 4241", "Check the card number: a digit seems wrong."],
    ["4242 4242 42", "The card number is not complete."],
    ["4242 4242 4242 4242 4242", "The card number has too many digits."],
    ["9999 9999 9999 9999", "We do not know this kind of card. Check the number."],
    ["4242x4242 4242 4242", "Check the card number: it has only digits."],
  ])("%j: %s", (text, wrong) => expect(checkNumber(text)).toBe(wrong));
});

describe("an expiry date", () => {
  it.each([
    ["11 / 26", undefined],
    ["12 / 2039", undefined],
    ["2029-12", undefined],
    ["", "Enter the expiry date."],
    ["10 / 26", "This card has expired."],
    ["01 / 20", "This card has expired."],
    ["12", "Enter the month and the year, such as 04 / 29."],
    ["13 / 30", "Check the expiry date: month, then year."],
    ["12 / 99", "Check the year of the expiry date."],
  ])("%j in November 2026: %s", (text, wrong) => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23") });
    expect(checkExpiry(text)).toBe(wrong);
  });
});

it("accepts a card one day after it expired, because the clock may be ahead of the bank's", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(2026, 10, 1, 12) });
  expect(checkExpiry("10 / 26")).toBeUndefined();
  vi.setSystemTime(new Date(2026, 10, 2, 12));
  expect(checkExpiry("10 / 26")).toBe("This card has expired.");
});

describe("the other fields", () => {
  it("take as many digits of a security code as the brand has", () => {
    expect(checkCode("123", "4242424242424242")).toBeUndefined();
    expect(checkCode("1234", "378282246310005")).toBeUndefined();
    expect(checkCode("123", "378282246310005")).toBe("The code has 4 digits.");
    expect(checkCode("1234", "4242424242424242")).toBe("The code has 3 digits.");
    expect(checkCode("", "378282246310005")).toBe("Enter the security code.");
  });

  it("do not take a card number for a name", () => {
    expect(checkName("4242 4242 4242 4242")).toBe("Enter the name, not the number.");
    expect(checkName("Jen Doe 3rd")).toBeUndefined();
  });

  it("ask for a postal code only where every address has one", () => {
    expect(checkPostalCode("", "US", "ZIP code")).toBe("Enter the ZIP code.");
    expect(checkPostalCode("9-", "US", "ZIP code")).toBe("Check the ZIP code: it has 5 digits, such as 94103.");
    expect(checkPostalCode("", "DE", "postal code")).toBe("Enter the postal code.");
    expect(checkPostalCode("", "HK", "postal code")).toBeUndefined();
    expect(checkPostalCode("", "IE", "Eircode")).toBeUndefined();
  });
});
