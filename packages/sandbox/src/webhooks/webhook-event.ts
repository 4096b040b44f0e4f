import * as v from "valibot";
import type { Account } from "../account/account.ts";
import type { Random } from "../account/random.ts";
import type { RecordKind } from "../account/records.ts";
import { type KeptPayment, payments } from "../resources/payments/payment.ts";

/**
 * An event as the vendor sends it: ids and a type, no details.
 * @see https://docs.developer.plastiq.com/docs/webhooks
 */
export interface SandboxEvent {
  /** Id of the event. A redelivery repeats it (inferred). */
  readonly id: string;
  /** Such as `payment.state_change`. */
  readonly event: string;
  /** The resource that the event is about. */
  readonly data: {
    readonly id: string;
    readonly object?: string;
    /** The new status, or the type of document that is wanted. */
    readonly type?: string;
    /** Epoch ms. */
    readonly timestamp?: number;
  };
}

/** How much of a payment's life has been made into events. */
interface Announced {
  readonly paymentId: string;
  readonly statuses: number;
  readonly documents: number;
}

/** The events that an account has announced so far. */
export const announced: RecordKind<Announced> = {
  name: "webhookEvents",
  keyOf: ({ paymentId }) => paymentId,
  fields: { paymentId: v.string(), statuses: v.number(), documents: v.number() },
};

/** Returns the events that payments have caused since the last call, payment by payment. */
export function newEvents(account: Account, now: number, random: Random): SandboxEvent[] {
  return account
    .records(payments)
    .all()
    .flatMap((payment) => eventsOf(account, payment, now, random));
}

function eventsOf(account: Account, payment: KeptPayment, now: number, random: Random): SandboxEvent[] {
  const { id, history, requestedDocuments } = payment;
  const known = account.records(announced).find(id) ?? { statuses: 0, documents: 0 };
  if (known.statuses === history.length && known.documents === requestedDocuments.length) return [];
  account.records(announced).put({ paymentId: id, statuses: history.length, documents: requestedDocuments.length });
  const event = (name: string, type: string, timestamp: number) => ({
    id: random.uuid(),
    event: name,
    data: { id, object: "PAYMENT", type, timestamp },
  });
  return [
    ...history.slice(known.statuses).map(({ status, at }) => event("payment.state_change", status, at)),
    ...requestedDocuments.slice(known.documents).map(({ type }) => event("document.request", type, now)),
  ];
}
