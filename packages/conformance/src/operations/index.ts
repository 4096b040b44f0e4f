import type { OperationName } from "@plastiq-connect/sandbox";
import type { OperationRow } from "./operation-row.ts";
import { PAYER_OPERATIONS } from "./payers.ts";
import { PAYMENT_OPERATIONS, REQUEST, RESOLVE_PAYMENT, SEND_DOCUMENT } from "./payments.ts";

/** The one table of operations: the contract of each, a row per operation of the API. */
export const OPERATIONS: Readonly<Record<OperationName, OperationRow>> = { ...PAYER_OPERATIONS, ...PAYMENT_OPERATIONS };

const CALLS: Readonly<Record<string, OperationRow>> = {
  ...OPERATIONS,
  sendDocument: SEND_DOCUMENT,
  resolvePayment: RESOLVE_PAYMENT,
  request: REQUEST,
};

/** Returns the row of what a client calls; undefined for what a case calls in other ways. */
export function rowOf(operation: string): OperationRow | undefined {
  return CALLS[operation];
}
