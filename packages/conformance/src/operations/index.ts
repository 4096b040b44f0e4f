import type { OperationName } from "@plastiq-connect/sandbox";
import type { OperationRow } from "./operation-row.ts";
import { PAYER_OPERATIONS } from "./payers.ts";
import { PAYMENT_OPERATIONS, REQUEST, RESOLVE_PAYMENT, SEND_DOCUMENT } from "./payments.ts";

/** The contracts of all operations, one row for each. */
export const OPERATIONS: Readonly<Record<OperationName, OperationRow>> = { ...PAYER_OPERATIONS, ...PAYMENT_OPERATIONS };

const CALLS: Readonly<Record<string, OperationRow>> = {
  ...OPERATIONS,
  sendDocument: SEND_DOCUMENT,
  resolvePayment: RESOLVE_PAYMENT,
  request: REQUEST,
};

/** Returns the row of an operation; undefined for what a case calls without a client. */
export function rowOf(operation: string): OperationRow | undefined {
  return CALLS[operation];
}
