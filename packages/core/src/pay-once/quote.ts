import { ConnectError, inputInvalid, isConnectError, withFacts } from "../error.ts";
import { within } from "../http/attempts/abort.ts";
import { copyOptions } from "../http/caller/copy-options.ts";
import { createPaymentIntent } from "../resources/payment-intents/create-payment-intent.ts";
import type { PaymentIntent } from "../resources/payment-intents/payment-intent.ts";
import { retrievePaymentIntent } from "../resources/payment-intents/retrieve-payment-intent.ts";
import { checkBound } from "../resources/payments/resolve-payment.ts";
import { agreedAmount, isSameAmount } from "../schema/money.ts";
import type { JournalEntry } from "./journal-store.ts";
import type { PayOnceOptions } from "./options.ts";
import { type Run, replace } from "./run.ts";

/** An intent in the journal for which no payment was sent. */
export interface Quote {
  readonly entry: JournalEntry;
  readonly intent: PaymentIntent;
}

/**
 * Returns the intent in the journal, or a new one when there is none, it has expired, or the order has changed. Only
 * for an entry without sends. Resolves with undefined when another call was faster.
 */
export async function currentQuote(run: Run, entry: JournalEntry | undefined): Promise<Quote | undefined> {
  const { caller, order } = run;
  const isSame =
    entry?.record.phase === "quoted" &&
    entry.record.hash === order.hash &&
    entry.record.paymentMethodId === order.paymentMethodId;
  if (isSame) {
    const intent = await knownIntent(run, entry.record.intentId);
    if (intent && intent.status !== "EXPIRED") return { entry, intent };
  }
  const intent = await createPaymentIntent(caller, order.request, run.call()).catch(inSameAttempt);
  const quoted = await replace(run, entry, {
    phase: "quoted",
    attempt: order.attempt,
    intentId: intent.id,
    key: crypto.randomUUID(),
    hash: order.hash,
    paymentMethodId: order.paymentMethodId,
    sends: 0,
  });
  return quoted && { entry: quoted, intent };
}

/** The journal records no decline of an intent, so the next attempt cannot begin: the payer changes this one. */
function inSameAttempt(error: unknown): never {
  if (!isConnectError(error) || error.next !== "new-attempt") throw error;
  throw withFacts(error, { next: "fix-input" });
}

async function knownIntent(run: Run, id: string): Promise<PaymentIntent | undefined> {
  try {
    return await retrievePaymentIntent(run.caller, { id, payerId: run.order.payerId }, run.call());
  } catch (error) {
    // No payment was sent for it, so a new intent is safe.
    if (isConnectError(error) && error.code === "not_found" && error.outcome === "rejected") return undefined;
    throw error;
  }
}

/**
 * Checks that `expect` or `approve` is set, and checks `bound`. Returns copies of the options and the amount, because
 * the caller may change them meanwhile.
 *
 * @throws ConnectError `input_invalid`.
 */
export function checkedPayOnceOptions({ expect, ...given }: PayOnceOptions): PayOnceOptions {
  const options = copyOptions(given);
  const { approve, bound } = options;
  checkBound(bound);
  if (expect === undefined && approve === undefined) throw inputInvalid("Pass expect or approve.", "expect");
  if (approve !== undefined && typeof approve !== "function")
    throw inputInvalid("approve must be a function.", "approve");
  if (expect === undefined) return options;
  return { ...options, expect: { sourceAmount: agreedAmount(expect) } };
}

/** Checks that the payer agrees to the intent. @throws ConnectError `input_invalid`, outcome `not-sent` (it rejects). */
export async function checkAgreed({ options, left }: Run, intent: PaymentIntent): Promise<void> {
  const { expect, approve, signal } = options;
  const isExpected = expect === undefined || isSameAmount(intent.sourceAmount, expect.sourceAmount);
  const limits = { limit: Math.max(0, left()), signal, stopped: notAgreed };
  if (isExpected && (approve === undefined || (await within(() => approve(intent), limits)) === true)) return;
  throw new ConnectError({
    code: "input_invalid",
    outcome: "not-sent",
    next: "look-up",
    fields: [isExpected ? "approve" : "expect.sourceAmount"],
    message: "The payer has not agreed to the amounts of the payment intent. Show them with quoteOrder, and ask again.",
  });
}

function notAgreed(code: "aborted" | "timed_out"): ConnectError {
  const message = "The payer did not agree before the call ended. Nothing was paid: call payOnce again.";
  return new ConnectError({ code, outcome: "not-sent", next: "retry-later", message });
}
