import { isConnectError } from "../../../../packages/core/src/error.ts";
import { presentCall } from "../../../../packages/core/src/http/operation/call.ts";
import { createPayment as original } from "../../../../packages/core/src/resources/payments/create-payment.ts";

// Everything else is core's own module.
export * from "../../../../packages/core/src/resources/payments/create-payment.ts";

/** Plants: a payment that may have been made is made again, under another key. */
export function createPayment(...[caller, input, options]: Parameters<typeof original>): ReturnType<typeof original> {
  return presentCall(
    original(caller, input, options)
      .withResponse()
      .catch((error: unknown) => {
        if (!isConnectError(error) || error.outcome !== "unknown" || error.code === "aborted") throw error;
        return original(caller, input, { ...options, idempotencyKey: crypto.randomUUID() }).withResponse();
      }),
  );
}
