import { describe, expect, it } from "vitest";
import type { Caller } from "../../http/caller/caller.ts";
import { failureOf, fixture, json, NOBODY, PAYER, respondWith } from "../../testing/fixture.ts";
import { payOnceWorld } from "../../testing/pay-once-world.ts";
import { useVirtualClock } from "../../testing/virtual-clock.ts";
import { createPayment } from "./create-payment.ts";

useVirtualClock();

const KEYED = { ...NOBODY, idempotencyKey: "generate" } as const;
const ZERO = { value: 0, currency: "USD" };

/** A sandbox, and the fields of a new intent. */
async function shop() {
  const { client, order, payments, sandbox } = await payOnceWorld();
  const { payer, recipient, paymentMethod, targetAmount } = order;
  return { client, payments, sandbox, fields: { payer, recipient, paymentMethod, targetAmount } };
}

describe("payments.create", () => {
  it("pays a new intent, in paymentIntent or by its fields alone", async () => {
    const { client, payments, fields } = await shop();
    const made = [
      await client.payments.create({ paymentIntent: fields, payer: fields.payer }, KEYED),
      await client.payments.create(fields, KEYED),
    ];
    expect(made).toMatchObject([{ targetAmount: { value: 100 } }, { targetAmount: { value: 100 } }]);
    expect(payments()).toEqual(made.map(({ id }) => id));
  });

  it("refuses expect for a new intent, whose amount nobody has seen", async () => {
    const { client, payments, fields } = await shop();
    const options = { ...KEYED, expect: { sourceAmount: { value: 102.85, currency: "USD" } } };
    for (const input of [{ paymentIntent: fields, payer: fields.payer }, fields]) {
      const error = await failureOf(client.payments.create(input, options));
      expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: ["expect"] });
    }
    expect(payments()).toEqual([]);
  });

  it.each([102.8571, "about 103", null, undefined])(
    "pays nothing, and names expect, when the vendor's amount is %j",
    async (value) => {
      const { fields } = await shop();
      const id = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
      const fetch = respondWith(json({ id, status: "CAPTURABLE", sourceAmount: { value, currency: "USD" } }));
      const { client } = fixture({ fetch });
      const options = { ...KEYED, expect: { sourceAmount: { value: 102.85, currency: "USD" } } };
      const error = await failureOf(client.payments.create({ paymentIntent: { id }, payer: fields.payer }, options));
      expect(error).toMatchObject({
        code: "input_invalid",
        outcome: "not-sent",
        next: "look-up",
        operation: "createPayment",
        fields: ["expect.sourceAmount"],
      });
      expect(fetch.asked).toHaveLength(1);
    },
  );

  it("has not sent the payment when the intent cannot be read to check its amount", async () => {
    const { fields } = await shop();
    const fetch = respondWith(async () => Promise.reject(new TypeError("fetch failed")));
    const { client } = fixture({ fetch, retries: 0 });
    const paymentIntent = { id: "6f0eb884-3f41-4b57-b86a-80f62dca011e" };
    const options = { ...KEYED, expect: { sourceAmount: { value: 102.85, currency: "USD" } } };
    const error = await failureOf(client.payments.create({ paymentIntent, payer: fields.payer }, options));
    expect(error).toMatchObject({ code: "network_failed", outcome: "not-sent", next: "retry-later" });
    expect(fetch.asked.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("keeps the user's own error when the API key for reading the intent cannot be had", async () => {
    const oops = new Error("The vault is closed.");
    const apiKey = (): never => {
      throw oops;
    };
    const { client } = fixture({ apiKey });
    const paymentIntent = { id: "6f0eb884-3f41-4b57-b86a-80f62dca011e" };
    const options = { ...KEYED, expect: { sourceAmount: { value: 102.85, currency: "USD" } } };
    const error = await failureOf(client.payments.create({ paymentIntent, payer: PAYER }, options));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
    expect(error.cause).toBe(oops);
  });

  it("refuses what is not a caller, also with expect", async () => {
    const input = { paymentIntent: { id: "6f0eb884-3f41-4b57-b86a-80f62dca011e" }, payer: PAYER };
    const options = { ...KEYED, expect: { sourceAmount: { value: 102.85, currency: "USD" } } };
    const error = await failureOf(createPayment(undefined as never, input, options));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
    expect(error.message).toContain("The first argument must be a client or a caller");
  });

  it.each([
    ["payer", { payer: { id: "d7a2beba-0c2c-42de-9690-26f00ba08339" } }],
    ["paymentIntent", { paymentIntent: { id: "d7a2beba-0c2c-42de-9690-26f00ba08339" } }],
  ])("does not take the payment of another %s for its own", async (_, named) => {
    const id = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
    const { client } = fixture({ fetch: respondWith(json({ id, payer: PAYER, paymentIntent: { id }, ...named })) });
    const error = await failureOf(client.payments.create({ paymentIntent: { id }, payer: PAYER }, KEYED));
    expect(error).toMatchObject({
      code: "response_unreadable",
      outcome: "unknown",
      next: "look-up",
      fields: ["idempotencyKey"],
      message: expect.stringContaining("The response has another payment. Use an idempotencyKey for one payment only."),
    });
    expect(error).not.toHaveProperty("replayed");
  });

  it("refuses the payment of the first of two intents that share a key, when the vendor names it", async () => {
    const { client, payments, sandbox, fields } = await shop();
    sandbox.control.setIntentOnPayments("with");
    const pay = async (idempotencyKey: string) => {
      const { id } = await client.paymentIntents.create(fields, NOBODY);
      return client.payments.create({ paymentIntent: { id }, payer: fields.payer }, { ...NOBODY, idempotencyKey });
    };
    const key = "0b0f7a4e-3c52-4d8e-9a61-6f2b8c1d7e90";
    const { id } = await pay(key);
    expect(await failureOf(pay(key))).toMatchObject({
      ...{ code: "response_unreadable", outcome: "unknown", next: "look-up" },
      fields: ["idempotencyKey"],
    });
    expect(payments()).toEqual([id]);
  });

  it("refuses the payment of the first of two intents that share a key, when its amount is not the expected one", async () => {
    const { client, payments, fields } = await shop();
    const pay = async (value: number) => {
      const targetAmount = { value, currency: "USD" } as const;
      const { id, sourceAmount = ZERO } = await client.paymentIntents.create({ ...fields, targetAmount }, NOBODY);
      const options = { ...NOBODY, idempotencyKey: "0b0f7a4e-3c52-4d8e-9a61-6f2b8c1d7e90", expect: { sourceAmount } };
      return client.payments.create({ paymentIntent: { id }, payer: fields.payer }, options);
    };
    const { id } = await pay(100);
    expect(await pay(100)).toMatchObject({ id });
    expect(await failureOf(pay(200))).toMatchObject({
      ...{ code: "response_unreadable", outcome: "unknown", next: "look-up", operation: "createPayment" },
      fields: ["idempotencyKey"],
      message: expect.stringContaining("The response has another payment. Use an idempotencyKey for one payment only."),
    });
    expect(payments()).toEqual([id]);
  });

  it.each([undefined, null, { value: null }, { value: 139.2, currency: "CAD" }])(
    "takes a payment whose amount is %j, which cannot be compared",
    async (sourceAmount) => {
      const id = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
      const expected = { value: 102.85, currency: "USD" };
      const fetch = respondWith(json({ id, sourceAmount: expected }), json({ id, sourceAmount }));
      const options = { ...KEYED, expect: { sourceAmount: expected } };
      const { client } = fixture({ fetch });
      expect(await client.payments.create({ paymentIntent: { id }, payer: PAYER }, options)).toMatchObject({ id });
    },
  );

  it.each(["pi_1", "", 1, [PAYER.id]])("takes a payment whose intent has the id %j", async (named) => {
    const id = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
    const { client } = fixture({
      fetch: respondWith(json({ id, paymentIntent: { id: named }, payer: { id: named } })),
    });
    expect(await client.payments.create({ paymentIntent: { id }, payer: PAYER }, KEYED)).toMatchObject({ id });
  });

  it("refuses an invalid expect with a test double as its caller", async () => {
    const caller = { call: () => expect.unreachable() } as unknown as Caller;
    const input = { paymentIntent: { id: "6f0eb884-3f41-4b57-b86a-80f62dca011e" }, payer: PAYER };
    const options = { ...KEYED, expect: { sourceAmount: { value: Number.NaN, currency: "USD" } } };
    const error = await failureOf(createPayment(caller, input, options));
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", operation: "createPayment" });
    expect(error.fields).toEqual(["expect"]);
    expect(error.message).toMatch(/^createPayment: expect\.sourceAmount must be a decimal number/);
    expect(error).not.toHaveProperty("host");
  });

  it("takes the payment that names its intent in upper case", async () => {
    const id = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
    const { client } = fixture({ fetch: respondWith(json({ id, paymentIntent: { id: id.toUpperCase() } })) });
    expect(await client.payments.create({ paymentIntent: { id }, payer: PAYER }, KEYED)).toMatchObject({ id });
  });

  it("pays with expect when the input is a framework's proxy", async () => {
    const id = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
    const sourceAmount = { value: 102.85, currency: "USD" } as const;
    const { client } = fixture({ fetch: respondWith(json({ id, sourceAmount })) });
    const input = new Proxy({ paymentIntent: { id }, payer: PAYER }, {});
    expect(await client.payments.create(input, { ...KEYED, expect: { sourceAmount } })).toMatchObject({ id });
  });

  it("refuses an invalid input with expect before it reads the intent", async () => {
    const fetch = respondWith(json({}));
    const { client } = fixture({ fetch });
    const input = { paymentIntent: { id: "6f0eb884-3f41-4b57-b86a-80f62dca011e" }, payer: PAYER, tip: 1 };
    const options = { ...KEYED, expect: { sourceAmount: { value: 102.85, currency: "USD" } } };
    expect(await failureOf(client.payments.create(input, options))).toMatchObject({
      code: "input_invalid",
      outcome: "not-sent",
      operation: "createPayment",
      fields: ["tip"],
    });
    expect(fetch.asked).toEqual([]);
  });

  it.each([undefined, null, "intent", {}, { paymentIntent: null }, { paymentIntent: "intent" }])(
    "refuses the input %j",
    async (input) => {
      const { client } = await shop();
      const error = await failureOf(client.payments.create(input as never, KEYED));
      expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent" });
    },
  );
});
