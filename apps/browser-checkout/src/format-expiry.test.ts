import { describe, expect, it } from "vitest";
import { formatTypedExpiry, formatWholeExpiry } from "./format-expiry.ts";

/** The content of the field after each key. */
const typed = (keys: string): string[] => {
  let shown = "";
  return [...keys].map((key) => {
    shown = formatTypedExpiry(shown + key);
    return shown;
  });
};

describe("typing an expiry date", () => {
  it.each([
    ["1239", "12 / 39"],
    ["12/39", "12 / 39"],
    ["12 / 39", "12 / 39"],
    ["539", "05 / 39"],
    ["5/39", "05 / 39"],
    ["0539", "05 / 39"],
    ["139", "01 / 39"],
    ["1/39", "01 / 39"],
    ["239", "02 / 39"],
    ["2/39", "02 / 39"],
    ["12-2039", "12 / 2039"],
    ["2039-12", "2039-12"],
    ["٠٥٣٩", "05 / 39"],
  ])("%s shows %s", (keys, shown) => expect(typed(keys).at(-1)).toBe(shown));

  it("waits for the second digit where the first can begin a month or a year", () => {
    expect(typed("123")).toEqual(["1", "12", "12 / 3"]);
    expect(typed("20")).toEqual(["2", "20"]);
    expect(typed("5")).toEqual(["05"]);
  });

  it("removes the separator with the last digit of the year", () => {
    expect(formatTypedExpiry("12 / ", true)).toBe("12");
    expect(formatTypedExpiry("1", true)).toBe("1");
  });
});

describe("filling in an expiry date as a whole", () => {
  it.each(["2029-12", "12/29", "12/2029", "1229", "12 - 29", "12 / 2029", "202912", "１２／２９"])(
    "%s shows 12 / 29",
    (text) => {
      expect(formatWholeExpiry(text)).toBe("12 / 29");
    },
  );

  it("leaves what is not a date", () => expect(formatWholeExpiry("13/29")).toBeUndefined());
});
