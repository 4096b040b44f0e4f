import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isConnectError } from "../error.ts";
import { cents, fromCents } from "./money.ts";

function codeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return isConnectError(error) ? error.code : error;
  }
}

describe("cents", () => {
  it.each([
    [{ value: 102.85, currency: "USD" }, 10285],
    ["1.1", 110],
    ["1.10", 110],
    [1.1, 110],
    [0, 0],
    ["-0.05", -5],
    [99999999.99, 9999999999],
  ])("reads %j exactly", (amount, count) => expect(cents(amount)).toBe(count));

  it.each([0.1 + 0.2, 0.999, 1e21, Number.NaN, Infinity, "", "1.", "1e2", "0x10", null, undefined, {}, "1 "])(
    "refuses %j",
    (amount) => expect(codeOf(() => cents(amount as never))).toBe("input_invalid"),
  );
});

describe("fromCents", () => {
  it("is the inverse of cents, also through JSON", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), (count) => {
        expect(cents(JSON.parse(JSON.stringify(fromCents(count))))).toBe(count);
      }),
    );
  });

  it("keeps the currency", () => expect(fromCents(5, "CAD")).toEqual({ value: 0.05, currency: "CAD" }));

  it.each([1.5, Number.NaN, 1e15, "5"])("refuses %j", (count) => {
    expect(codeOf(() => fromCents(count as number))).toBe("input_invalid");
  });
});
