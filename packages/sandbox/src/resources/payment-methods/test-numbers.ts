import type { TestBehaviour } from "./payment-method.ts";

/** The card number that is declined when it is stored. */
export const DECLINED_NUMBER = "4000000000000002";

const behaviours: Readonly<Record<string, TestBehaviour>> = {
  "4000000000000341": "declined-at-payment",
  "4000000000000788": "needs-identity-document",
  "000000000001": "not-captured-later",
};

/** Returns how a card or bank account that is stored behaves later, or null: it works. */
export function behaviourOf(accountNumber: string): TestBehaviour | null {
  return behaviours[accountNumber] ?? null;
}
