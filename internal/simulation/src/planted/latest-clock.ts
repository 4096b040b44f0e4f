import { resolvePayment as original } from "../../../../packages/core/src/resources/payments/resolve-payment.ts";

// Everything else is core's own module.
export * from "../../../../packages/core/src/resources/payments/resolve-payment.ts";

/** Plants: the time since a payment was sent is the local clock's, whatever it was set to meanwhile. */
export async function resolvePayment(
  ...[caller, input, options]: Parameters<typeof original>
): ReturnType<typeof original> {
  const found = await original(caller, input, options);
  const sentAt = input.sentAt?.getTime() ?? Number.NaN;
  const isOver = Date.now() - sentAt >= (options.bound ?? 900_000);
  return found.outcome === "unknown" && isOver ? { outcome: "did-not-happen" } : found;
}
