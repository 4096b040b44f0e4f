import type { Client, EndUser, PaymentIntent } from "@plastiq-connect/node";

/** An order of your own records. */
export interface Order {
  readonly number: string;
  readonly payerId: string;
  readonly recipientId: string;
  readonly paymentMethodId: string;
  /** Amount that the recipient gets, such as `"1250.00"`. */
  readonly amount: string;
}

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
