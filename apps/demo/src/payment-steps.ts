import {
  type Client,
  cents,
  fromCents,
  idempotencyKeyFor,
  type Payment,
  type PaymentIntent,
  type WithResponse,
} from "@plastiq-connect/node";
import { END_USER } from "./end-user.ts";
import { exampleRecipient } from "./recipient.ts";
import { expect, type Fact, type Story } from "./story.ts";

const CALL = { endUser: END_USER };

/** Purpose of a payment, and the ids that it needs. */
export interface Order {
  /** A number that no other run has: the payer may be an old one, whose keys the vendor remembers. */
  readonly number: string;
  readonly payerId: string;
  readonly paymentMethodId: string;
  readonly recipientId: string;
}

/** A step that creates a recipient. */
export function recipientStep(story: Story, client: Client): Promise<string> {
  return story.step("Create a recipient in the vendor's first category", async () => {
    const [category] = (await client.categories.list(CALL)).data;
    expect(category !== undefined, "The list of categories is empty.");
    const { id, businessName } = await client.recipients.create(exampleRecipient(category.id), CALL);
    return {
      result: id,
      facts: [
        ["recipient", id],
        ["name", `${businessName}`],
      ],
    };
  });
}

/** A step that creates a payment intent, and checks that the fees add up. */
export function quoteStep(story: Story, client: Client, order: Order, value: string): Promise<PaymentIntent> {
  return story.step(`Quote a payment of ${value} USD: a payment intent shows the fees`, async () => {
    const result = await quote(client, order, value);
    return { result, facts: [["payment intent", result.id], ...amountFacts(result), ["status", `${result.status}`]] };
  });
}

/** Creates a payment intent that can be paid. */
export async function quote(client: Client, order: Order, value: string): Promise<PaymentIntent> {
  const intent = await client.paymentIntents.create(
    {
      payer: { id: order.payerId },
      recipient: { id: order.recipientId },
      paymentMethod: { id: order.paymentMethodId },
      targetAmount: { value, currency: "USD" },
    },
    CALL,
  );
  const { sourceAmount, targetAmount, fees = [], status } = intent;
  expect(status === "CAPTURABLE", `The payment intent is ${status}.`);
  expect(sourceAmount !== undefined && targetAmount !== undefined, "The payment intent has no amounts.");
  const sum = fees.reduce((total, { amount }) => total + (amount ? cents(amount) : 0), cents(targetAmount));
  expect(sum === cents(sourceAmount), "The target amount and the fees do not add up to the source amount.");
  return intent;
}

/** Returns the number of a new order. */
export function newOrderNumber(): string {
  return crypto.randomUUID();
}

/** Pays an intent under the key of its order: a program that starts again after a crash derives the same key. */
export async function pay(
  client: Client,
  { number, payerId }: Order,
  intent: PaymentIntent,
): Promise<WithResponse<Payment>> {
  const idempotencyKey = await idempotencyKeyFor(`demo ${payerId} order ${number} attempt 1`);
  const input = { paymentIntent: { id: intent.id }, payer: { id: payerId } };
  return client.payments.create(input, { ...CALL, idempotencyKey }).withResponse();
}

/** A step that pays again after a pretended crash: the vendor gives the same payment. */
export function repeatStep(
  story: Story,
  client: Client,
  { order, intent, payment }: { order: Order; intent: PaymentIntent; payment: Payment },
): Promise<void> {
  return story.step("Pay once more for the same order, as after a crash: the same payment comes back", async () => {
    const { data, response } = await pay(client, order, intent);
    expect(data.id === payment.id, "The same order was paid twice.");
    return {
      result: undefined,
      facts: [
        ["payment", data.id],
        ["replayed", response.replayed === true ? "yes" : "no"],
      ],
    };
  });
}

/** A step that makes another payment, and refunds it. */
export function refundStep(story: Story, client: Client, order: Order): Promise<string> {
  return story.step("Make another payment, and refund it", async () => {
    const intent = await quote(client, order, "25.00");
    const { data: payment } = await pay(client, { ...order, number: newOrderNumber() }, intent);
    const { status } = await client.payments.refund({ id: payment.id, payerId: order.payerId }, CALL);
    expect(status === "REFUNDED", `The refund is ${status}.`);
    return {
      result: payment.id,
      facts: [
        ["payment", payment.id],
        ["refund", status],
      ],
    };
  });
}

/** The amounts of an intent, a line each. */
function amountFacts({ targetAmount, sourceAmount, fees = [] }: PaymentIntent): Fact[] {
  const text = (amount: PaymentIntent["sourceAmount"]) =>
    amount ? `${fromCents(cents(amount)).value.toFixed(2)} ${amount.currency}` : "none";
  return [
    ["recipient gets", text(targetAmount)],
    ...fees.map(({ type, rate, amount }): Fact => ["fee", `${text(amount)}  ${type} ${rate ?? ""}`.trimEnd()]),
    ["payer is charged", text(sourceAmount)],
  ];
}
