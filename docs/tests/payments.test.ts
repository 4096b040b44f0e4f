// The guides' code on payments is run as it stands, so that it cannot rot.
import { createMemoryJournalStore } from "@plastiq-connect/core/pay-once";
import { cents, createClient } from "@plastiq-connect/node";
import { createSandbox, LOCAL_API_KEY, LOCAL_CATEGORY_ID, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { newAttempt, resolve, send } from "../examples/pay-once.ts";
import { createSupplier } from "../examples/payments/create-recipient.ts";
import { exportPayments } from "../examples/payments/export-payments.ts";
import { untilDeposited } from "../examples/payments/follow.ts";
import { pay } from "../examples/payments/pay.ts";
import { payOrders } from "../examples/payments/pay-orders.ts";
import { type Order, quote } from "../examples/payments/quote.ts";
import { refund } from "../examples/payments/refund.ts";
import { withoutOrder } from "../examples/payments/without-order.ts";
import { compare, reconcile, type StoredOrder } from "../examples/reconcile.ts";
import { exampleOf } from "./readme-example.ts";

const sandbox = createSandbox();
afterEach(() => sandbox.control.reset());
const connect = createClient({
  apiKey: LOCAL_API_KEY,
  fetch: (url, init) => sandbox.fetch(new Request(url, init)),
});
const endUser = { userAgent: "A browser", ip: "203.0.113.7" };

async function newOrder(accountNumber = "4242424242424242"): Promise<Order> {
  const method = await connect.paymentMethods.create(
    {
      type: "CARD",
      payer: { id: LOCAL_PAYER_ID },
      data: {
        cardHolderName: "Ada Example",
        accountNumber,
        cvv: "123",
        expirationMonth: "12",
        expirationYear: "2039",
        billingAddress: { line1: "1 Main St", city: "Austin", state: "TX", postalCode: "78701", country: "US" },
      },
    },
    { endUser },
  );
  const recipientId = await createSupplier(connect, LOCAL_CATEGORY_ID, endUser);
  return { number: "1042", payerId: LOCAL_PAYER_ID, recipientId, paymentMethodId: method.id, amount: "1250.00" };
}

const payments = () => sandbox.control.state().payments;

describe("the guide to payments", () => {
  it("quotes, pays, follows and refunds", async () => {
    const intent = await quote(connect, await newOrder(), endUser);
    const agreed = intent.sourceAmount ?? { value: 0, currency: "USD" };
    expect(cents(agreed)).toBeGreaterThan(125_000);
    const { idempotencyKey } = await newAttempt("1042", 1, LOCAL_PAYER_ID, intent.id);
    const stored = { payerId: LOCAL_PAYER_ID, intentId: intent.id, idempotencyKey, agreed };
    const payment = await pay(connect, stored, endUser);
    expect(payment.status).toBe("CHARGED");
    sandbox.control.advancePayment(payment.id, "IN_TRANSIT");
    sandbox.control.advancePayment(payment.id, "DEPOSITED");
    expect((await untilDeposited(connect, payment.id, LOCAL_PAYER_ID)).status).toBe("DEPOSITED");
    await expect(refund(connect, payment.id, LOCAL_PAYER_ID)).rejects.toMatchObject({ apiCode: "REFUND_FAILED" });
  });

  it("refuses to pay an amount that the payer did not see", async () => {
    const intent = await quote(connect, await newOrder(), endUser);
    const { idempotencyKey } = await newAttempt("1042", 1, LOCAL_PAYER_ID, intent.id);
    const agreed = { value: 1, currency: "USD" };
    const stored = { payerId: LOCAL_PAYER_ID, intentId: intent.id, idempotencyKey, agreed };
    await expect(pay(connect, stored, endUser)).rejects.toMatchObject({ code: "input_invalid", next: "look-up" });
    expect(payments()).toHaveLength(0);
  });

  it("refunds a payment that was charged", async () => {
    const intent = await quote(connect, await newOrder(), endUser);
    const attempt = await newAttempt("1042", 1, LOCAL_PAYER_ID, intent.id);
    const { paymentId = "" } = (await send(connect, attempt, { isFirst: true, endUser })) as { paymentId?: string };
    await refund(connect, paymentId, LOCAL_PAYER_ID);
    expect(payments()).toMatchObject([{ status: "REFUNDED" }]);
  });
});

describe("the guide to paying once", () => {
  it("charges once when the response is lost, and sends the same attempt again", async () => {
    const intent = await quote(connect, await newOrder(), endUser);
    const attempt = await newAttempt("1042", 1, LOCAL_PAYER_ID, intent.id);
    sandbox.control.addFault({ operation: "createPayment", kind: "severed-body", times: null });
    const impatient = connect.withOptions({ retries: 0 });
    expect(await send(impatient, attempt, { isFirst: true, endUser })).toEqual({ state: "pending" });

    sandbox.control.clearFaults();
    const same = await newAttempt("1042", 1, LOCAL_PAYER_ID, intent.id);
    const again = await send(connect, same, { isFirst: false, endUser });

    expect(again).toEqual({ state: "paid", paymentId: payments()[0]?.id });
    expect(payments()).toHaveLength(1);
    expect(await resolve(connect, attempt, new Date())).toEqual(again);
  });

  it("reports a decline, after which a new attempt gets another key", async () => {
    const intent = await quote(connect, await newOrder("4000000000000341"), endUser);
    const attempt = await newAttempt("1042", 1, LOCAL_PAYER_ID, intent.id);
    expect(await send(connect, attempt, { isFirst: true, endUser })).toEqual({ state: "declined" });
    expect(payments()).toHaveLength(0);
    const next = await newAttempt("1042", 2, LOCAL_PAYER_ID, intent.id);
    expect(next.idempotencyKey).not.toBe(attempt.idempotencyKey);
  });

  it("does not take a decline for certain while an earlier request may have been paid", async () => {
    const intent = await quote(connect, await newOrder("4000000000000341"), endUser);
    const attempt = await newAttempt("1042", 1, LOCAL_PAYER_ID, intent.id);
    sandbox.control.addFault({ operation: "createPayment", kind: "severed", times: 1 });
    const impatient = connect.withOptions({ retries: 0 });
    expect(await send(impatient, attempt, { isFirst: true, endUser })).toEqual({ state: "pending" });

    expect(await send(connect, attempt, { isFirst: false, endUser })).toEqual({ state: "pending" });
  });

  it("takes a replayed decline for certain: it is the response to the first request", async () => {
    sandbox.control.setIdempotency({ replayErrors: true });
    const intent = await quote(connect, await newOrder("4000000000000341"), endUser);
    const attempt = await newAttempt("1042", 1, LOCAL_PAYER_ID, intent.id);
    sandbox.control.addFault({ operation: "createPayment", kind: "severed", carriedOut: true, times: 1 });
    const impatient = connect.withOptions({ retries: 0 });
    expect(await send(impatient, attempt, { isFirst: true, endUser })).toEqual({ state: "pending" });

    expect(await send(connect, attempt, { isFirst: false, endUser })).toEqual({ state: "declined" });
  });
});

describe("a scheduled job", () => {
  async function orderOf(id: string, memo: string, accountNumber?: string) {
    const { payerId, recipientId, paymentMethodId } = await newOrder(accountNumber);
    const targetAmount = { value: "100.00", currency: "USD" } as const;
    const paymentMethod = { id: paymentMethodId };
    return {
      id,
      payer: { id: payerId },
      recipient: { id: recipientId },
      paymentMethod,
      targetAmount,
      details: { memo },
    };
  }

  it("pays each order once, however often it runs, and reports what it did not pay", async () => {
    const journal = createMemoryJournalStore();
    const paid = await orderOf("1", "Invoice 1");
    const declined = await orderOf("2", "Invoice 2", "4000000000000341");
    const report = await payOrders(connect, journal, [paid, declined]);
    sandbox.control.setFees({ card: "3.01" });
    const costly = await orderOf("3", "Invoice 3");

    const again = await payOrders(connect, journal, [paid, declined, costly]);

    expect(report).toEqual({ 1: "paid", 2: "declined" });
    expect(again).toEqual({ ...report, 3: expect.stringMatching("not-sent: The payer has not agreed") });
    expect(payments()).toHaveLength(1);
  });

  it("exports the payments of a month as CSV, with no cell that a spreadsheet runs", async () => {
    await payOrders(connect, createMemoryJournalStore(), [await orderOf("1", '=HYPERLINK("https://evil.example")')]);
    const [{ id, createdAt } = { id: "", createdAt: "" }] = (
      await connect.payments.list({ payerId: LOCAL_PAYER_ID }, { endUser: "none" })
    ).data;

    const csv = await exportPayments(connect, LOCAL_PAYER_ID, `${createdAt}`.slice(0, 7));
    const other = await exportPayments(connect, LOCAL_PAYER_ID, "1999-12");

    const header = '"id","created","status","charged","charged currency","received","received currency","memo"\r\n';
    const memo = `"'=HYPERLINK(""https://evil.example"")"`;
    expect(csv).toBe(`${header}"${id}","${createdAt}","CHARGED","102.85","USD","100","USD",${memo}\r\n`);
    expect(other).toBe(header);
  });
});

describe("the guide to reconciliation", () => {
  async function sent(accountNumber?: string): Promise<StoredOrder> {
    const intent = await quote(connect, await newOrder(accountNumber), endUser);
    const attempt = await newAttempt("1042", 1, LOCAL_PAYER_ID, intent.id);
    await send(connect, attempt, { isFirst: true, endUser });
    return { number: "1042", payerId: LOCAL_PAYER_ID, intentId: intent.id, sentAt: new Date() };
  }

  it("finds a payment that was not recorded, and a status whose webhook was lost", async () => {
    const order = await sent();
    const [payment] = payments();
    const repair = await compare(connect, order);
    expect(repair).toEqual({ paymentId: payment?.id, status: "CHARGED" });
    const known = { ...order, ...repair };
    expect(await compare(connect, known)).toBeUndefined();
    sandbox.control.advancePayment(payment?.id ?? "", "IN_TRANSIT");
    expect(await compare(connect, known)).toEqual({ paymentId: payment?.id, status: "IN_TRANSIT" });
  });

  it("says that an order is unpaid once its intent has expired and nothing can be running", async () => {
    const order = await sent("4000000000000341");
    sandbox.control.advance(3_600_000);
    expect(await compare(connect, order)).toEqual({ unpaid: true });
    expect(await compare(connect, { ...order, sentAt: undefined })).toBeUndefined();
  });

  it("finds payments without an order", async () => {
    const { intentId } = await sent();
    const [payment] = payments();
    expect(await withoutOrder(connect, LOCAL_PAYER_ID, new Set([intentId]))).toMatchObject([{ id: payment?.id }]);
    expect(await withoutOrder(connect, LOCAL_PAYER_ID, new Set([payment?.id ?? ""]))).toEqual([]);
  });

  it("continues with the other orders when one cannot be read", async () => {
    const order = await sent();
    const broken = { ...order, paymentId: "6b1f0c7e-0000-4000-8000-000000000000" };
    const repaired: unknown[] = [];
    const errors: unknown[] = [];
    const orders = {
      open: async () => [broken, order],
      repair: async (_: StoredOrder, repair: unknown) => void repaired.push(repair),
    };
    await reconcile(connect, orders, (error) => errors.push(error));
    expect(errors).toMatchObject([{ code: "not_found" }]);
    expect(repaired).toMatchObject([{ status: "CHARGED" }]);
  });
});

it("controls payments by the example of the sandbox's README, in its order", async () => {
  const example = exampleOf("packages/sandbox", "packages/sandbox", "control.requestDocument");
  onTestFinished(example.remove);
  const { steps, endings } = await import(example.path);
  const paid = async (orderNumber: string) => {
    const intent = await quote(connect, await newOrder(), endUser);
    const attempt = await newAttempt(orderNumber, 1, LOCAL_PAYER_ID, intent.id);
    return (await send(connect, attempt, { isFirst: true, endUser })) as { paymentId?: string };
  };
  const [first, second] = [await paid("1042"), await paid("1043")];
  const { id: unpaid } = await quote(connect, await newOrder(), endUser);
  endings(sandbox, second.paymentId, unpaid);
  steps(sandbox, first.paymentId);
  expect(payments()).toMatchObject([{ status: "IN_TRANSIT" }, { status: "REFUNDED" }]);
});
