import { idempotencyKeyFor, isConnectError } from "@plastiq-connect/node";
import { isProduction, type Target } from "../../connection.ts";
import { UsageError } from "../../usage-error.ts";

/** The order of a payment, and the number of the attempt. */
export interface Order {
  readonly payerId: string;
  readonly number: string;
  readonly attempt: number;
}

/** Refuses production without the flag, and the flag without production. @throws UsageError. */
export function checkProduction(target: Target, flag = false): void {
  if (isProduction(target) === flag) return;
  throw flag
    ? new UsageError("--production is set, but these calls do not go to production.", "Add --environment production.")
    : new UsageError("This would pay with real money.", "Add --production, or pass --environment sandbox.");
}

/**
 * Returns the idempotency key of an order. It is the same in every run, because it is derived only from values that do
 * not change.
 */
export function keyOf({ payerId, number, attempt }: Order, { baseUrl }: Target): Promise<string> {
  return idempotencyKeyFor(JSON.stringify(["plastiq-connect pay", baseUrl, payerId.toLowerCase(), number, attempt]));
}

/** Returns whether the call that failed came before the payment, such as the one that reads the intent again. */
export function isBeforePayment(error: unknown): boolean {
  return isConnectError(error) && error.operation !== undefined && error.operation !== "createPayment";
}

/** Returns what to do after an error of the payment itself, with the command that continues. */
export function adviceAfter(
  error: unknown,
  order: Order,
  { id, isCaptured, flags }: { readonly id: string; readonly isCaptured: boolean; readonly flags: readonly string[] },
): string | undefined {
  if (!isConnectError(error)) return undefined;
  const command = (attempt: number, more: readonly string[]) =>
    [
      "plastiq-connect pay",
      `--payer ${order.payerId} --order ${quoted(order.number)} --attempt ${attempt}`,
      ...more,
      ...flags,
    ].join(" ");
  const again = `this command, which pays at most once: ${command(order.attempt, [`--intent ${id}`])}`;
  if (isBeforePayment(error) && error.next === "retry-later") return `Run ${again}`;
  if (error.outcome === "unknown") {
    // The key is that of the order and the attempt, so an earlier run has used it.
    if (error.fields[0] === "idempotencyKey") {
      return `An earlier run seems to have paid attempt ${order.attempt} of this order. Look up the payments of this payer.`;
    }
    return error.next === "look-up"
      ? `Look up the payments of this payer first, or run ${again}`
      : `The payment may have been made. Run ${again}`;
  }
  if (isCaptured) return "The payment intent is CAPTURED: it was paid before. Do not start another attempt.";
  if (error.next === "new-attempt") {
    return `Nothing was charged. For another payment method, run this command with it and --attempt ${order.attempt + 1}. When this one works again: ${command(order.attempt + 1, [`--intent ${id}`])}`;
  }
  return undefined;
}

/** Returns text, quoted for a shell. */
function quoted(text: string): string {
  return /^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
