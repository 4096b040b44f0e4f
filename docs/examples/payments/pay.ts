import type { Amount, Client, EndUser, Payment } from "@plastiq-connect/node";

export function pay(
  connect: Client,
  stored: { payerId: string; intentId: string; idempotencyKey: string; agreed: Amount },
  endUser: EndUser,
): Promise<Payment> {
  const { payerId, intentId, idempotencyKey, agreed } = stored;
  return connect.payments.create(
    { paymentIntent: { id: intentId }, payer: { id: payerId } },
    { endUser, idempotencyKey, expect: { sourceAmount: agreed } },
  );
}
