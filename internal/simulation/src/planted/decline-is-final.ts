import { ConnectError, isConnectError } from "../../../../packages/core/src/error.ts";
import { presentCall } from "../../../../packages/core/src/http/operation/call.ts";
import { createPayment as original } from "../../../../packages/core/src/resources/payments/create-payment.ts";

// Everything else is core's own module.
export * from "../../../../packages/core/src/resources/payments/create-payment.ts";

/** Plants: a decline is final, although an earlier send with the same key may still arrive. */
export function createPayment(...args: Parameters<typeof original>): ReturnType<typeof original> {
  return presentCall(
    original(...args)
      .withResponse()
      .catch((error: unknown) => {
        if (!isConnectError(error) || error.next !== "new-attempt") throw error;
        throw new ConnectError({ ...error, message: error.message, cause: error.cause, replayed: true });
      }),
  );
}
