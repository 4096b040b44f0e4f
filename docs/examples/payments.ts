// #region start
import type { Amount, Client, EndUser, Payment, PaymentIntent } from "@plastiq-connect/node";

/** An order of your own records. */
export interface Order {
  readonly number: string;
  readonly payerId: string;
  readonly recipientId: string;
  readonly paymentMethodId: string;
  /** Amount that the recipient gets, such as `"1250.00"`. */
  readonly amount: string;
}
// #endregion start

// #region recipient
export async function createSupplier(connect: Client, categoryId: string, endUser: EndUser): Promise<string> {
  const recipient = await connect.recipients.create(
    {
      businessName: "Coffee Beans Supply Co.",
      categoryId, // one of `connect.categories.list()`
      businessAddress: { line1: "19439 Stevens Creek Blvd", country: "US" },
      contact: { email: "billing@coffee.example" },
      receivingMethod: {
        type: "ACH",
        accountNumber: "3829473294723",
        routingNumber: "021000021",
        beneficiaryName: "Coffee Beans Supply Co.",
      },
    },
    { endUser },
  );
  return recipient.id;
}
// #endregion recipient

// #region quote
export async function quote(connect: Client, order: Order, endUser: EndUser): Promise<PaymentIntent> {
  const intent = await connect.paymentIntents.create(
    {
      payer: { id: order.payerId },
      recipient: { id: order.recipientId },
      paymentMethod: { id: order.paymentMethodId },
      targetAmount: { value: order.amount, currency: "USD" },
      details: { memo: `Order ${order.number}` },
    },
    { endUser },
  );
  if (intent.status !== "CAPTURABLE") {
    const reasons = intent.statusReasons?.map(({ code }) => code).join(", ");
    throw new Error(`Order ${order.number} cannot be paid: ${reasons}`);
  }
  return intent; // show its sourceAmount, fees and deliveryDate
}
// #endregion quote

// #region pay
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
// #endregion pay

// #region follow
export function untilDeposited(connect: Client, id: string, payerId: string): Promise<Payment> {
  return connect.payments.waitFor({ id, payerId }, { endUser: "none", until: "DEPOSITED", timeout: 600_000 });
}
// #endregion follow

// #region refund
export async function refund(connect: Client, id: string, payerId: string): Promise<void> {
  await connect.payments.refund({ id, payerId }, { endUser: "none" });
}
// #endregion refund
