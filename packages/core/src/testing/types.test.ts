import { describe, expect, expectTypeOf, it } from "vitest";
import type { ClientSecret } from "../auth/client-secret.ts";
import { type ConnectError, isConnectError } from "../error.ts";
import type { Call } from "../http/operation/call.ts";
import type { Payment } from "../resources/payments/payment.ts";
import type { PaymentResolution } from "../resources/payments/resolve-payment.ts";
import type { WaitForPaymentOptions } from "../resources/payments/wait-for-payment.ts";
import { CARD, failureOf, fixture, NOBODY, PAYER, PERSON } from "./fixture.ts";

// `tsc -p tsconfig.test.json` fails on a line below that begins to compile; running it shows what JavaScript is told.
const { client } = fixture();
const codeOf = async (call: Promise<unknown>): Promise<string> => (await failureOf(call)).code;

describe("what must be said of a call is a matter of types", () => {
  it("the end user", async () => {
    // @ts-expect-error the options are left out
    expect(await codeOf(client.clientSecrets.create({ payer: PAYER }))).toBe("input_invalid");
    // @ts-expect-error the end user is left out
    expect(await codeOf(client.clientSecrets.create({ payer: PAYER }, {}))).toBe("input_invalid");
    // @ts-expect-error undefined is no end user
    expect(await codeOf(client.payers.create(PERSON, { endUser: undefined }))).toBe("input_invalid");
    // @ts-expect-error the end user is left out
    expect(await codeOf(client.payers.retrieve(PAYER.id, {}))).toBe("input_invalid");
    // @ts-expect-error the end user is left out
    expect(await codeOf(client.paymentMethods.create(CARD, {}))).toBe("input_invalid");
    // @ts-expect-error the browser itself is for code in a browser, where a client secret is the credential
    await client.clientSecrets.create({ payer: PAYER }, { endUser: { self: true } }).catch(() => {});
    // @ts-expect-error neither is any other word
    expect(await codeOf(client.clientSecrets.create({ payer: PAYER }, { endUser: "nobody" }))).toBe("input_invalid");
  });

  it("the fields of the input", async () => {
    // @ts-expect-error an unknown field
    expect(await codeOf(client.clientSecrets.create({ payer: PAYER, amount: 1 }, NOBODY))).toBe("input_invalid");
    // @ts-expect-error an unknown field of the payer
    expect(await codeOf(client.clientSecrets.create({ payer: { id: PAYER.id, name: "" } }, NOBODY))).toBe(
      "input_invalid",
    );
    // @ts-expect-error no payer
    expect(await codeOf(client.clientSecrets.create({}, NOBODY))).toBe("input_invalid");
    // @ts-expect-error another type
    expect(await codeOf(client.clientSecrets.create({ payer: PAYER, type: "BANK" }, NOBODY))).toBe("input_invalid");
    // @ts-expect-error an unknown field
    expect(await codeOf(client.payers.create({ ...PERSON, ssn: "" }, NOBODY))).toBe("input_invalid");
    // @ts-expect-error a card's data for a bank account
    expect(await codeOf(client.paymentMethods.create({ ...CARD, type: "BANK_ACCOUNT" }, NOBODY))).toBe("input_invalid");
  });
});

it("refuses at compile time and at run time a call about money that says too little or too much", async () => {
  const [{ id }, payer] = [PAYER, PAYER];
  const keyed = { ...NOBODY, idempotencyKey: "generate" } as const;
  const amount = { value: 1, currency: "USD" } as const;
  const { payments, paymentIntents } = client;
  const codes = [
    // @ts-expect-error no key
    codeOf(payments.create({ paymentIntent: { id }, payer }, NOBODY)),
    // @ts-expect-error an id that is not in an object
    codeOf(payments.create({ paymentIntent: id, payer }, keyed)),
    // @ts-expect-error an amount besides that of the intent
    codeOf(payments.create({ paymentIntent: { id }, payer, targetAmount: amount }, keyed)),
    // @ts-expect-error another recipient than that of the intent
    codeOf(payments.create({ paymentIntent: { id }, payer, recipient: { id } }, keyed)),
    // @ts-expect-error an amount that is not named
    codeOf(payments.create({ paymentIntent: { id }, payer }, { ...keyed, expect: amount })),
    // @ts-expect-error a part of the payment
    codeOf(payments.refund({ id, payerId: id, amount }, NOBODY)),
    // @ts-expect-error an amount without its currency
    codeOf(paymentIntents.create({ payer, recipient: { id }, targetAmount: 100 }, NOBODY)),
    // @ts-expect-error a total, which the vendor computes
    codeOf(paymentIntents.create({ payer, recipient: { id }, sourceAmount: amount }, NOBODY)),
    // @ts-expect-error a recipient with its fields, instead of its id alone
    codeOf(paymentIntents.create({ payer, recipient: { id, businessName: "Beans" } }, NOBODY)),
    // @ts-expect-error a recipient, which cannot change
    codeOf(paymentIntents.update({ id, recipient: { id } }, NOBODY)),
    // @ts-expect-error a time that is not a Date
    codeOf(payments.resolve({ paymentIntent: { id }, payer, sentAt: 0 }, NOBODY)),
    // @ts-expect-error no limit
    codeOf(payments.list({ payerId: id }, NOBODY).toArray()),
  ];
  expect(new Set(await Promise.all(codes))).toEqual(new Set(["input_invalid"]));
  // @ts-expect-error a promise instead of a boolean
  const options: WaitForPaymentOptions = { ...NOBODY, until: async () => true, timeout: 1 };
  expect(options).toBeDefined();
});

it("makes a call a promise of its content", async () => {
  const call = client.clientSecrets.create({ payer: PAYER }, NOBODY);
  expectTypeOf(call).toEqualTypeOf<Call<ClientSecret>>();
  expectTypeOf((await call.withResponse()).data).toEqualTypeOf<ClientSecret>();
  expect((await call).payerId).toBe(PAYER.id);
});

it("narrows a caught value to a ConnectError", async () => {
  const caught: unknown = await failureOf(client.payers.retrieve("", NOBODY));
  if (!isConnectError(caught)) throw caught;
  expectTypeOf(caught).toEqualTypeOf<ConnectError>();
  // @ts-expect-error the codes are a closed list, so a misspelled one does not compile
  expect(caught.code === "not-found").toBe(false);
});

it("offers the known statuses where a status is passed", () => {
  // Of a plain string, nothing would be left.
  expectTypeOf<Extract<WaitForPaymentOptions["until"], "DEPOSITED">>().toEqualTypeOf<"DEPOSITED">();
  expectTypeOf<string>().toExtend<WaitForPaymentOptions["until"]>();
});

it("has a payment only in the resolution of a payment that happened", () => {
  expectTypeOf<Extract<PaymentResolution, { payment?: unknown }>["outcome"]>().toEqualTypeOf<"happened">();
  expectTypeOf<Extract<PaymentResolution, { outcome: "happened" }>["payment"]>().toEqualTypeOf<Payment | undefined>();
});
