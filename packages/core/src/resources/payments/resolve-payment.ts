import { inputInvalid, isConnectError } from "../../error.ts";
import { stopAfter } from "../../http/attempts/abort.ts";
import { DEFAULT_CALL_LIMITS, fullCallLimits } from "../../http/attempts/call-limits.ts";
import { isTemporary, wait } from "../../http/attempts/wait.ts";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { copyOptions } from "../../http/caller/copy-options.ts";
import { isSameId, type Ref } from "../../schema/id.ts";
import { httpTimeOf, instantOf } from "../../schema/instant.ts";
import { isSameAmount } from "../../schema/money.ts";
import type { PaymentIntent } from "../payment-intents/payment-intent.ts";
import { retrievePaymentIntent } from "../payment-intents/retrieve-payment-intent.ts";
import { listPayments } from "./list-payments.ts";
import type { Payment } from "./payment.ts";

/** The payment to look up. */
export interface ResolvePaymentRequest {
  /** The intent of the payment. */
  readonly paymentIntent: Ref;
  /** The payer. */
  readonly payer: Ref;
  /**
   * The time at which the payment was last sent, by the local clock: at the latest when the last call ended. It can only
   * shorten the wait, because a request after the intent's expiry is refused. Omit it if another machine sent the
   * payment, or if the local clock may have been changed since then.
   */
  readonly sentAt?: Date | undefined;
}

/** Options for {@link resolvePayment}. */
export interface ResolvePaymentOptions extends CallOptions {
  /** Limit of the whole call, in milliseconds. Default 30,000, whatever the client's is. */
  readonly deadline?: number | undefined;
  /**
   * How long a payment that the vendor accepted can still be running, in milliseconds. Default: 15 minutes (inferred: the
   * vendor documents none).
   */
  readonly bound?: number | undefined;
}

/** Result of looking up a payment. */
export type PaymentResolution =
  | {
      /** The intent is captured. */
      readonly outcome: "happened";
      /** The only one of the payer's payments that names the intent or, when none names it, that matches it. */
      readonly payment?: Payment;
    }
  | {
      /** The intent expired, and every payment that was sent has ended. Pay with a new intent and a new key. */
      readonly outcome: "did-not-happen";
    }
  | {
      /** Not known yet. Send the payment again with the same key and the same input. */
      readonly outcome: "unknown";
      /** The next step. */
      readonly next: "repeat-same-key";
    };

/** The default of {@link ResolvePaymentOptions.bound}. */
export const DEFAULT_BOUND = 900_000;

/**
 * Finds out whether a payment happened, after `createPayment` failed with `outcome: "unknown"`.
 *
 * Retrieves the intent repeatedly until the deadline. When it is captured, searches the payer's payments. That a payment
 * names its intent is inferred. A payment that names none matches by amounts, recipient, payment method, details and
 * time; it is returned only when it is the only match.
 *
 * @throws ConnectError (it rejects) when the intent cannot be retrieved for a permanent reason, such as `not_found`.
 * @see https://docs.developer.plastiq.com/docs/payment-intent-statuses
 * @example
 * ```ts
 * import { type Caller, resolvePayment } from "@plastiq-connect/core";
 *
 * export async function happened(caller: Caller, intentId: string, payerId: string): Promise<boolean | undefined> {
 *   const found = await resolvePayment(
 *     caller,
 *     { paymentIntent: { id: intentId }, payer: { id: payerId } },
 *     { endUser: "none" },
 *   );
 *   return found.outcome === "unknown" ? undefined : found.outcome === "happened";
 * }
 * ```
 */
export async function resolvePayment(
  caller: Caller,
  input: ResolvePaymentRequest,
  options: ResolvePaymentOptions,
): Promise<PaymentResolution> {
  const { bound = DEFAULT_BOUND, ...rest } = copyOptions(options);
  checkBound(bound);
  const { deadline } = fullCallLimits(DEFAULT_CALL_LIMITS, rest);
  // Copies, because the caller may change the objects meanwhile.
  const sentAt = timeOf(input?.sentAt);
  const target = { id: input?.paymentIntent?.id, payerId: input?.payer?.id };
  const endsAt = performance.now() + deadline;
  const left = (): number => endsAt - performance.now();
  for (let pause = 500; ; pause = Math.min(pause * 2, 5_000)) {
    const call = { ...rest, deadline: Math.max(1, left()) };
    try {
      const { data: intent, response } = await retrievePaymentIntent(caller, target, call).withResponse();
      if (intent.status === "CAPTURED") {
        return {
          outcome: "happened",
          ...(await match(caller, target.payerId, intent, { ...rest, bound, deadline: Math.max(1, left()) })),
        };
      }
      const now = httpTimeOf(response.headers.date) || Date.now();
      const sinceExpiry = now - instantOf(intent.expiresAt);
      // `sentAt` uses the local clock, which may differ from the vendor's: the shorter time counts.
      // The clock of another host may be behind, but no payment is sent before its intent exists.
      const sinceSent = Math.min(now, Date.now()) - Math.max(sentAt, instantOf(intent.createdAt) || 0);
      const isOver = sinceExpiry >= bound || sinceSent >= bound;
      if (intent.status === "EXPIRED" && isOver) return { outcome: "did-not-happen" };
    } catch (error) {
      if (!isTemporary(error)) throw error;
    }
    if (pause >= left()) return { outcome: "unknown", next: "repeat-same-key" };
    await wait(pause, rest.signal);
  }
}

/** Checks a {@link ResolvePaymentOptions.bound}. @throws ConnectError `input_invalid`. */
export function checkBound(bound: number = DEFAULT_BOUND): void {
  if (!Number.isFinite(bound) || bound < 0) throw inputInvalid("bound must be a number of milliseconds.", "bound");
}

function timeOf(date: Date | undefined): number {
  if (date === undefined) return Number.NaN;
  const time = Number(date?.getTime?.());
  if (Number.isNaN(time)) throw inputInvalid("sentAt must be a valid Date.", "sentAt");
  return time;
}

async function match(
  caller: Caller,
  payerId: string,
  intent: PaymentIntent,
  { signal, bound, ...options }: CallOptions & { readonly bound: number; readonly deadline: number },
): Promise<{ payment?: Payment }> {
  const named: Payment[] = [];
  const similar: Payment[] = [];
  // Each page has its own deadline; this limits all pages together.
  const limit = new AbortController();
  const cancel = stopAfter(options.deadline, signal, () => limit.abort());
  try {
    for await (const payment of listPayments(caller, { payerId }, { ...options, signal: limit.signal })) {
      const isNamed = isSameId(payment.paymentIntent?.id, intent.id);
      if (isNamed ?? matches(payment, intent, bound)) (isNamed ? named : similar).push(payment);
    }
  } catch (error) {
    // The payment is certain even without the list.
    if (!isConnectError(error) || signal?.aborted) throw error;
    return {};
  } finally {
    cancel();
  }
  // A payment that was not captured may name the same intent as the one that was.
  const [payment, another] = named[0] ? named : similar;
  return payment && !another ? { payment } : {};
}

function matches(payment: Payment, intent: PaymentIntent, bound: number): boolean {
  const at = instantOf(payment.createdAt);
  // Times may be cut to seconds. Without them, an equal payment of an earlier month would match.
  if (!(at >= instantOf(intent.createdAt) - 2_000) || at > instantOf(intent.expiresAt) + bound) return false;
  const isSame = (name: "recipient" | "paymentMethod"): boolean =>
    !!payment[name]?.id && payment[name].id === intent[name]?.id;
  // Otherwise equal orders of a payer often differ in these details.
  const mayBeSame = (name: "accountName" | "accountNumber" | "memo"): boolean => {
    const paid = payment.details?.[name];
    const quoted = intent.details?.[name];
    return !paid || !quoted || paid === quoted;
  };
  return (
    isSame("recipient") &&
    isSame("paymentMethod") &&
    mayBeSame("accountName") &&
    mayBeSame("accountNumber") &&
    mayBeSame("memo") &&
    isSameAmount(payment.sourceAmount, intent.sourceAmount) &&
    isSameAmount(payment.targetAmount, intent.targetAmount)
  );
}
