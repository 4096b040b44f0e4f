import { ConnectError, inputInvalid } from "../../error.ts";
import { operationFailure } from "../../http/attempts/call-failure.ts";
import { isTemporary, wait } from "../../http/attempts/wait.ts";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { copyOptions } from "../../http/caller/copy-options.ts";
import type { PayerOwned } from "../../schema/reference.ts";
import type { Payment } from "./payment.ts";
import { retrievePayment } from "./retrieve-payment.ts";

// `NonNullable` would reduce the open list to `string`.
type Status = Exclude<Payment["status"], undefined>;

/** Options for {@link waitForPayment}. */
export interface WaitForPaymentOptions extends Omit<CallOptions, "timeout" | "deadline"> {
  /** The statuses to wait for, or a function that returns true for the payment to wait for. */
  readonly until: Status | readonly Status[] | ((payment: Payment) => boolean);
  /** Maximum time to wait, in milliseconds. */
  readonly timeout: number;
}

const TERMINAL = ["DEPOSITED", "REFUNDED", "NOT_CAPTURED", "CANCELLED"];
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
/** The time that is kept for the last request. */
const LAST_LOOK = 1_000;

/**
 * Waits until a payment has a status. It also returns at `DEPOSITED`, `REFUNDED`, `NOT_CAPTURED` and `CANCELLED`, which
 * are final (inferred): check the returned status. Webhooks report changes sooner, but can get lost.
 *
 * @throws ConnectError (it rejects); `timed_out` after `timeout`. Temporary failures do not end it.
 * @see https://docs.developer.plastiq.com/docs/payment-states
 * @example
 * ```ts
 * import { type Caller, type Payment, waitForPayment } from "@plastiq-connect/core";
 *
 * export function untilDeposited(caller: Caller, id: string, payerId: string): Promise<Payment> {
 *   return waitForPayment(caller, { id, payerId }, { endUser: "none", until: "DEPOSITED", timeout: 600_000 });
 * }
 * ```
 */
export async function waitForPayment(
  caller: Caller,
  input: PayerOwned,
  options: WaitForPaymentOptions,
): Promise<Payment> {
  const { until, timeout, ...call } = copyOptions(options);
  if (!Number.isFinite(timeout) || timeout <= 0) throw inputInvalid("timeout must be a positive number.", "timeout");
  const isWanted = readUntil(until);
  // Copies, because the caller may change the objects meanwhile. A spread would omit the getters of a class.
  const target = { id: input?.id, payerId: input?.payerId };
  const endsAt = performance.now() + timeout;
  const left = (): number => endsAt - performance.now();
  let attempts = 0;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      const retrieving = retrievePayment(caller, target, { ...call, deadline: Math.max(1, left()) });
      const { data: payment, response } = await retrieving.withResponse();
      attempts += response.attempts;
      if (isWanted(payment) || TERMINAL.includes(payment.status ?? "")) return payment;
    } catch (error) {
      if (!isTemporary(error)) throw error;
      attempts += error.attempts;
    }
    const rest = left() - LAST_LOOK;
    if (rest <= 0) break;
    await wait(Math.min(pause, rest), call.signal);
  }
  const message = `The payment did not reach the status within ${timeout} ms.`;
  const failure = new ConnectError({ code: "timed_out", outcome: "not-sent", message });
  throw operationFailure(failure, "waitForPayment", caller, attempts);
}

function readUntil(until: WaitForPaymentOptions["until"]): (payment: Payment) => boolean {
  if (typeof until === "function") {
    // A promise would count as true.
    return (payment) => until(payment) === true;
  }
  const statuses = [until].flat();
  if (statuses.length > 0 && statuses.every((status) => typeof status === "string")) {
    return ({ status = "" }) => statuses.includes(status);
  }
  throw inputInvalid("until must be a status, a list of statuses or a function.", "until");
}
