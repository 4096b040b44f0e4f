import { fixture, json, NOBODY, PAYER, type respondWith } from "./fixture.ts";
import { elapse } from "./virtual-clock.ts";

export const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
export const OTHER = "d7a2beba-0c2c-42de-9690-26f00ba08339";
export const REF = { id: ID };
export const amount = (value: number) => ({ value, currency: "USD" });
export const QUOTE = {
  recipient: REF,
  paymentMethod: REF,
  payer: PAYER,
  sourceAmount: amount(102.85),
  targetAmount: amount(100),
  details: { memo: "Order 7", accountName: "Beans", accountNumber: "7" },
  createdAt: "2026-01-01T00:00:00.000Z",
};
export const intent = (status: string, more: object = {}) => json({ id: ID, ...QUOTE, status, ...more });
export const payments = (...data: object[]) => json({ data, pagination: { hasNextPage: false } });
export const INPUT = { paymentIntent: REF, payer: PAYER } as const;
export const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

export const resolve = (fetch: ReturnType<typeof respondWith>, input: object = INPUT, options: object = {}) =>
  elapse(fixture({ fetch }).client.payments.resolve(input as typeof INPUT, { ...NOBODY, ...options }));
