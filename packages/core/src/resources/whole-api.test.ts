import { expect, it } from "vitest";
import { CARD, failureOf, fetchOf, fixture, NOBODY, PERSON } from "../testing/fixture.ts";

const KEY = "0b0f7a4e-3c52-4d8e-9a61-6f2b8c1d7e90";

it("pays a recipient, from the payer to the refund, against the local sandbox", async () => {
  const unknown: unknown[] = [];
  const { client, sandbox } = fixture({ hooks: { onDrift: ({ operation, drift }) => unknown.push(operation, drift) } });
  sandbox.control.setIntentOnPayments("with");
  const payer = await client.payers.create(PERSON, NOBODY);
  await client.payers.update({ id: payer.id, businessName: "New name" }, NOBODY);
  const { data: categories } = await client.categories.list(NOBODY);
  const recipient = await client.recipients.create(
    {
      businessName: "Coffee Beans Supply Co.",
      categoryId: categories[0]?.id ?? "",
      businessAddress: {
        line1: "19439 Stevens Creek Blvd",
        city: "Cupertino",
        state: "CA",
        postalCode: "95014",
        country: "US",
      },
      contact: { email: "billing@coffee.example" },
      receivingMethod: {
        type: "ACH",
        accountNumber: "3829473294723",
        routingNumber: "021000021",
        beneficiaryName: "Coffee Beans Supply Co.",
      },
    },
    NOBODY,
  );
  const method = await client.paymentMethods.create({ ...CARD, payer: { id: payer.id } }, NOBODY);
  expect(await client.paymentMethods.list({ payerId: payer.id }, NOBODY).toArray({ max: 9 })).toMatchObject([
    { id: method.id },
  ]);

  const intent = await client.paymentIntents.create(
    {
      payer: { id: payer.id },
      recipient: { id: recipient.id },
      paymentMethod: { id: method.id },
      targetAmount: { value: "100.00", currency: "USD" },
    },
    NOBODY,
  );
  expect(intent.status).toBe("CAPTURABLE");
  const input = { paymentIntent: { id: intent.id }, payer: { id: payer.id } };
  const paying = { ...NOBODY, idempotencyKey: KEY };
  const payment = await client.payments.create(input, paying);
  expect(payment.paymentIntent).toEqual({ id: intent.id });
  const again = await client.payments.create(input, paying).withResponse();
  expect(again).toMatchObject({ data: { id: payment.id }, response: { replayed: true } });
  expect(await failureOf(client.payments.create(input, { ...NOBODY, idempotencyKey: "generate" }))).toMatchObject({
    outcome: "rejected",
  });

  expect(await client.payments.resolve(input, NOBODY)).toMatchObject({
    outcome: "happened",
    payment: { id: payment.id },
  });
  await client.documents.send(
    { type: "INVOICE", fileType: "pdf", filename: "i.pdf", payer: { id: payer.id }, payment: { id: payment.id } },
    new Uint8Array([37, 80, 68, 70]),
    { ...NOBODY, upload: { fetch: (url, init) => sandbox.fetch(new Request(url as string, init)) } },
  );
  expect(await client.payments.refund({ id: payment.id, payerId: payer.id }, NOBODY)).toEqual({ status: "REFUNDED" });
  expect(await client.payments.retrieve({ id: payment.id, payerId: payer.id }, NOBODY)).toMatchObject({
    status: "REFUNDED",
  });
  await client.recipients.delete({ id: recipient.id }, NOBODY);
  await client.paymentMethods.delete({ id: method.id }, NOBODY);
  expect(unknown).toEqual([]);
});

it("makes one payment when the first response is lost", async () => {
  const { sandbox } = fixture();
  let lost = 0;
  const { client } = fixture({
    fetch: async (url, init) => {
      const response = await fetchOf(sandbox)(url, init);
      if (init.method === "POST" && url.endsWith("/payments") && lost++ === 0) throw new TypeError("fetch failed");
      return response;
    },
  });
  const payer = { id: (await client.payers.create(PERSON, NOBODY)).id };
  const [category] = (await client.categories.list(NOBODY)).data;
  const { id } = await client.recipients.create(
    {
      businessName: "Beans",
      categoryId: category?.id ?? "",
      businessAddress: { line1: "1 Main St", city: "Cupertino", state: "CA", postalCode: "95014", country: "US" },
      contact: { email: "b@example.com" },
      receivingMethod: {
        type: "CHECK",
        line1: "1 Main St",
        city: "Cupertino",
        state: "CA",
        postalCode: "95014",
        country: "US",
      },
    },
    NOBODY,
  );
  const paymentMethod = { id: (await client.paymentMethods.create({ ...CARD, payer }, NOBODY)).id };
  const targetAmount = { value: 20, currency: "USD" } as const;
  const intent = await client.paymentIntents.create({ payer, recipient: { id }, paymentMethod, targetAmount }, NOBODY);
  const call = client.payments.create({ paymentIntent: { id: intent.id }, payer }, { ...NOBODY, idempotencyKey: KEY });
  expect((await call.withResponse()).response.replayed).toBe(true);
  expect(await client.payments.list({ payerId: payer.id }, NOBODY).toArray({ max: 9 })).toHaveLength(1);
});
