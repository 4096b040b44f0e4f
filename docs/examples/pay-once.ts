// #region record
import { type Client, type EndUser, idempotencyKeyFor, isConnectError } from "@plastiq-connect/node";

/** One attempt to pay an order. Store it before you send, and never change it. */
export interface Attempt {
  readonly order: string;
  /** 1, and one more after each decline or change. */
  readonly number: number;
  readonly payerId: string;
  readonly intentId: string;
  readonly idempotencyKey: string;
}

export async function newAttempt(order: string, number: number, payerId: string, intentId: string): Promise<Attempt> {
  const idempotencyKey = await idempotencyKeyFor(`production/${payerId}/${order}/${number}`);
  return { order, number, payerId, intentId, idempotencyKey };
}
// #endregion record

// #region send
export type State =
  | { readonly state: "paid"; readonly paymentId?: string }
  /** Not known yet. Send the same attempt again, or resolve it. */
  | { readonly state: "pending" }
  /** Nothing was charged. Pay with a new attempt: another number, another key. */
  | { readonly state: "declined" };

interface SendOptions {
  readonly endUser: EndUser;
  /**
   * True only for the call that has just inserted this attempt into your database. False on every repeat, after a crash,
   * and in another tab or process.
   */
  readonly isFirst: boolean;
}

export async function send(connect: Client, attempt: Attempt, { endUser, isFirst }: SendOptions): Promise<State> {
  const { payerId, intentId, idempotencyKey } = attempt;
  try {
    const payment = await connect.payments.create(
      { paymentIntent: { id: intentId }, payer: { id: payerId } },
      { endUser, idempotencyKey },
    );
    return { state: "paid", paymentId: payment.id };
  } catch (error) {
    if (!isConnectError(error)) throw error;
    if (error.next === "repeat-same-key" || error.next === "retry-later") return { state: "pending" };
    // After an earlier request, which may have been paid, only its replayed response is certain.
    if (error.next === "new-attempt") return { state: isFirst || error.replayed ? "declined" : "pending" };
    throw error; // fix the input or the configuration, or look the payment up
  }
}
// #endregion send

// #region resolve
export async function resolve(connect: Client, attempt: Attempt, sentAt: Date): Promise<State> {
  const found = await connect.payments.resolve(
    { paymentIntent: { id: attempt.intentId }, payer: { id: attempt.payerId }, sentAt },
    { endUser: "none" },
  );
  if (found.outcome === "happened") {
    return { state: "paid", ...(found.payment && { paymentId: found.payment.id }) };
  }
  return found.outcome === "did-not-happen" ? { state: "declined" } : { state: "pending" };
}
// #endregion resolve
