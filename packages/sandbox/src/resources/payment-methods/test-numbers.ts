import type { TestBehavior } from "./payment-method.ts";

/** The card number that is declined when it is stored. */
export const DECLINED_NUMBER = "4000000000000002";

/** Test numbers of cards and bank accounts, which no real account has. See the README. */
export const TEST_NUMBERS: readonly string[] = [
  "4242424242424242",
  "5555555555554444",
  "378282246310005",
  "6011111111111117",
  DECLINED_NUMBER,
  "4000000000000341",
  "4000000000000788",
  "000123456789",
  "000000000001",
];

const behaviors: Readonly<Record<string, TestBehavior>> = {
  "4000000000000341": "declined-at-payment",
  "4000000000000788": "needs-identity-document",
  "000000000001": "not-captured-later",
};

/** Returns how a card or bank account that is stored behaves later, or null: it works. */
export function behaviorOf(accountNumber: string): TestBehavior | null {
  return behaviors[accountNumber] ?? null;
}
