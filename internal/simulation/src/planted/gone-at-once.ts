import { isConnectError } from "../../../../packages/core/src/error.ts";
import { presentCall } from "../../../../packages/core/src/http/operation/call.ts";
import { deletePaymentMethod as original } from "../../../../packages/core/src/resources/payment-methods/delete-payment-method.ts";

// Everything else is core's own module.
export * from "../../../../packages/core/src/resources/payment-methods/delete-payment-method.ts";

/** Plants: whatever is not found has been deleted, also at the first attempt. */
export function deletePaymentMethod(...args: Parameters<typeof original>): ReturnType<typeof original> {
  const response = { status: 404, headers: {}, traceId: "", attempts: 1 };
  return presentCall(
    original(...args)
      .withResponse()
      .catch((error: unknown) => {
        if (isConnectError(error) && error.code === "not_found") return { data: undefined, response };
        throw error;
      }),
  );
}
