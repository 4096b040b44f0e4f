import type { Account } from "../account/account.ts";
import { knownIntent, paymentIntents } from "../resources/payment-intents/payment-intent.ts";
import { knownPayment, type PaymentStatus } from "../resources/payments/payment.ts";
import { advance, provideDocument, refund, requestDocument, settle } from "../resources/payments/payment-lifecycle.ts";
import { changeSettings } from "../schema/settings.ts";
import { withoutUndefined } from "../schema/without-undefined.ts";
import type { FeePercentages, IdempotencyRules, Presence, Vocabulary } from "../settings.ts";
import type { World } from "../world.ts";

/** Controls for payment intents and payments. Ids are searched in every account. */
export interface PaymentControl {
  /** Moves a payment to this status, by default the next one. Throws an Error when that transition is not possible. */
  advancePayment(id: string, status?: PaymentStatus): void;
  /** Expires a payment intent now. Throws an Error when there is none with this id. */
  expireIntent(id: string): void;
  /**
   * Requests a document for a payment, which is then under review until it is uploaded. Throws an Error when the payment
   * waits for one of this type already, or can no longer be reviewed.
   */
  requestDocument(paymentId: string, type: string): void;
  /** Marks a requested document as uploaded. Throws an Error when no such document is requested. */
  provideDocument(paymentId: string, type: string): void;
  /** Refunds a payment, like `refundPayment`. Throws an Error when it can no longer be refunded. */
  refundPayment(id: string): void;
  /** Sets whether payments advance automatically with the sandbox's clock. */
  setAutopilot(isOn: boolean): void;
  /** Sets whether responses use the statuses of the guide or of the OpenAPI file. Default `guide`. */
  setVocabulary(vocabulary: Vocabulary): void;
  /** Sets whether lists have a `pagination` object. Default `with`. */
  setPagination(pagination: Presence): void;
  /** Sets whether payments have `paymentIntent: { id }`, which the guide lists and the OpenAPI file lacks. Default `without`. */
  setIntentOnPayments(intentOnPayments: Presence): void;
  /** Changes fees. Existing intents keep their fees until they are updated. */
  setFees(fees: Partial<FeePercentages>): void;
  /** Changes how idempotency keys are handled. */
  setIdempotency(rules: Partial<IdempotencyRules>): void;
  /** Sets how long a payment takes, in real milliseconds. During that time, its idempotency key gets 409. Default 0. */
  setProcessingTime(ms: number): void;
}

/** Creates the control of payments, without announcements. */
export function createPaymentControl({ accounts, clock, settings }: World): PaymentControl {
  const inSome = <Found>(find: (account: Account) => Found): { readonly account: Account; readonly found: Found } => {
    let failure: unknown;
    for (const account of accounts.all()) {
      try {
        return { account, found: find(account) };
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  };
  const payment = (id: string) => inSome((account) => knownPayment(account, id));
  const settled = () => {
    if (settings.autopilot) for (const account of accounts.all()) settle(account, clock.now());
  };
  return {
    advancePayment(id, status) {
      settled();
      const { account, found } = payment(id);
      advance(account, found, status, clock.now());
    },
    expireIntent(id) {
      const { account, found } = inSome((candidate) => knownIntent(candidate, id));
      if (found.paymentId !== null) throw new Error("The payment intent is CAPTURED and does not expire.");
      account.records(paymentIntents).put({ ...found, expiresAt: Math.min(found.expiresAt, clock.now() - 1) });
    },
    requestDocument(paymentId, type) {
      settled();
      const { account, found } = payment(paymentId);
      requestDocument(account, found, type, clock.now());
    },
    provideDocument(paymentId, type) {
      settled();
      const { account, found } = payment(paymentId);
      provideDocument(account, found, type, clock.now());
    },
    refundPayment(id) {
      settled();
      const { account, found } = payment(id);
      refund(account, found, clock.now());
    },
    setAutopilot(isOn) {
      changeSettings(settings, { autopilot: isOn });
      settled();
    },
    setVocabulary: (vocabulary) => changeSettings(settings, { vocabulary }),
    setPagination: (pagination) => changeSettings(settings, { pagination }),
    setIntentOnPayments: (intentOnPayments) => changeSettings(settings, { intentOnPayments }),
    setFees: (fees) => changeSettings(settings, { fees: withoutUndefined(fees) }),
    setIdempotency: (rules) => changeSettings(settings, { idempotency: withoutUndefined(rules) }),
    setProcessingTime: (ms) => changeSettings(settings, { processingMs: ms }),
  };
}
