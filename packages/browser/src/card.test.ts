import { describe, expect, it } from "vitest";
import { cardBrand, digitsOf, normalizeCard, parseExpiry } from "./card.ts";
import { CARD } from "./testing/card.ts";

describe("digitsOf", () => {
  it.each([
    ["full-width", "４２４２ ４２４２"],
    ["Arabic-Indic", "٤٢٤٢ ٤٢٤٢"],
    ["Persian", "۴۲۴۲ ۴۲۴۲"],
    ["Devanagari", "४२४२ ४२४२"],
    ["Bengali", "৪২৪২ ৪২৪২"],
    ["mathematical bold", "𝟒𝟐𝟒𝟐 𝟒𝟐𝟒𝟐"],
    ["mathematical monospace", "𝟺𝟸𝟺𝟸 𝟺𝟸𝟺𝟸"],
    ["marked right-to-left", "\u200f4242\u200e 4242\u2069"],
  ])("reads %s digits", (_, text) => expect(digitsOf(text)).toBe("42424242"));

  it("reads each of the ten digits of a script", () => {
    for (const digits of [
      "0123456789",
      "０１２３４５６７８９",
      "٠١٢٣٤٥٦٧٨٩",
      "۰۱۲۳۴۵۶۷۸۹",
      "๐๑๒๓๔๕๖๗๘๙",
      "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡",
    ]) {
      expect(digitsOf(digits)).toBe("0123456789");
    }
  });
});

describe("parseExpiry", () => {
  it.each([
    "12/29",
    "12 / 29",
    "12-29",
    "12 - 29",
    "12 – 29",
    "12.29",
    "12 29",
    "1229",
    "12/2029",
    "12 / 2029",
    "122029",
    "12-2029",
    "2029-12",
    "2029/12",
    "2029 12",
    "202912",
    " 12/29 ",
    "１２／２９",
    "١٢/٢٩",
    "۲۰۲۹-۱۲",
    "\u200e12/29\u200f",
    "12⁄29",
  ])("reads %j as December 2029", (text) => {
    expect(parseExpiry(text)).toEqual({ expirationMonth: "12", expirationYear: "2029" });
  });

  it.each(["1/29", "01/29", "129", "0129", "1/2029", "012029", "2029-1", "2029-01"])(
    "reads %j as January 2029",
    (text) => {
      expect(parseExpiry(text)).toEqual({ expirationMonth: "01", expirationYear: "2029" });
    },
  );

  it.each([
    "",
    "12",
    "13/29",
    "00/29",
    "0/29",
    "29/12",
    "12/1929",
    "2029",
    "2029-13",
    "12/2",
    "12/29/30",
    "Dec 2029",
    "1a/29",
    "12292",
  ])("does not guess what %j means", (text) => expect(parseExpiry(text)).toBeUndefined());
});

describe("cardBrand", () => {
  it.each([
    ["4242", "Visa", 3],
    ["3782", "American Express", 4],
    ["٣٧٨٢", "American Express", 4],
    ["5555 5555", "Mastercard", 3],
    ["6011-0000", "Discover", 3],
  ])("knows the brand of %s by its first digits", (number, name, size) => {
    expect(cardBrand(number)).toMatchObject({ name, code: { size } });
  });

  it.each(["", "3", "9999", "no number"])("does not guess a brand from %j", (number) => {
    expect(cardBrand(number)).toBeUndefined();
  });
});

describe("normalizeCard", () => {
  it("converts typed values to the API's format, and keeps the address", () => {
    const { expirationMonth, expirationYear, ...card } = CARD;
    const typed = {
      ...card,
      cardHolderName: "  Ada Lovelace ",
      accountNumber: "４２４２ 4242-4242.4242",
      cvv: " ١٢٣ ",
      expiry: "2099-12",
    };
    expect(normalizeCard(typed)).toEqual(CARD);
  });

  it("takes month and year from two fields", () => {
    const two = { accountNumber: "4242", cvv: "123", expirationMonth: "1", expirationYear: "29" };
    expect(normalizeCard(two)).toMatchObject({ expirationMonth: "01", expirationYear: "2029" });
  });

  it("keeps values that it cannot parse, so that the request model rejects them", () => {
    expect(normalizeCard({ accountNumber: "4242x4242", cvv: "12a", expiry: "13/29" })).toEqual({
      accountNumber: "4242x4242",
      cvv: "12a",
      expirationMonth: "",
      expirationYear: "",
    });
  });
});
