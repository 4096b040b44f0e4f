import { paymentState as original } from "../../../../packages/core/src/pay-once/payment-state.ts";

// Everything else is core's own module.
export * from "../../../../packages/core/src/pay-once/payment-state.ts";

/** Plants: no payment of an intent can happen any more as soon as it has expired. */
export function paymentState(...[run, record]: Parameters<typeof original>): ReturnType<typeof original> {
  return original(run, record, 0);
}
