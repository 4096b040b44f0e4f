import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../../index.ts";
import { NOW } from "../../testing/fixture.ts";
import { paymentFixture } from "../../testing/payment-fixture.ts";

const _payer = { id: LOCAL_PAYER_ID };
const _amount = { value: 100, currency: "USD" };
const pathOf = (id: string) => `/payments/${id}?payerId=${LOCAL_PAYER_ID}`;

describe("the life of a payment", () => {
  it("goes from a card's charge to the deposit, one step at a time", async () => {
    const { payment, get, control } = paymentFixture();
    const { id } = await payment();
    control.advancePayment(id);
    expect((await get(pathOf(id))).status).toBe("IN_TRANSIT");
    control.advancePayment(id, "DEPOSITED");
    expect((await get(pathOf(id))).status).toBe("DEPOSITED");
    expect(() => control.advancePayment(id)).toThrow("which is final");
    expect(control.state().payments[0]?.history.map(({ status }) => status)).toEqual([
      "CHARGED",
      "IN_TRANSIT",
      "DEPOSITED",
    ]);
  });

  it("starts as SUBMITTED with a bank account, which may fail later", async () => {
    const { payment, method, get, control } = paymentFixture();
    const good = await payment({ paymentMethod: { id: await method("41541433888") } });
    const bad = await payment({ paymentMethod: { id: await method("000000000001") } });
    expect([good.status, bad.status]).toEqual(["SUBMITTED", "SUBMITTED"]);
    control.advancePayment(good.id);
    expect(() => control.advancePayment(bad.id, "CHARGED")).toThrow("cannot be charged");
    control.advancePayment(bad.id);
    expect((await get(pathOf(good.id))).status).toBe("CHARGED");
    expect((await get(pathOf(bad.id))).status).toBe("NOT_CAPTURED");
  });

  it("refuses a step that has no arrow, and names those that have", async () => {
    const { payment, control } = paymentFixture();
    const { id } = await payment();
    expect(() => control.advancePayment(id, "DEPOSITED")).toThrow("It can go to: IN_TRANSIT, UNDER_REVIEW.");
    expect(() => control.advancePayment(id, "REFUNDED")).toThrow("cannot become REFUNDED");
    control.advancePayment(id);
    expect(() => control.advancePayment(id, "REFUNDED")).toThrow("It can go to: DEPOSITED.");
    expect(() => control.advancePayment("nothing")).toThrow("does not exist");
  });

  it("waits under review for every document that is wanted", async () => {
    const { payment, get, control } = paymentFixture();
    const { id } = await payment();
    control.requestDocument(id, "GOVERNMENT_ISSUED_ID");
    control.requestDocument(id, "SUPPLIER_INVOICE_OR_PURCHASE_ORDER");
    control.requestDocument(id, "CARD_OR_BANK_STATEMENT");
    const again = () => control.requestDocument(id, "CARD_OR_BANK_STATEMENT");
    expect(again).toThrow("The payment waits for a document of this type already.");
    expect((await get(pathOf(id))).status).toBe("UNDER_REVIEW");
    control.provideDocument(id, "CARD_OR_BANK_STATEMENT");
    control.provideDocument(id, "GOVERNMENT_ISSUED_ID");
    expect(() => control.advancePayment(id)).toThrow("needs documents: SUPPLIER_INVOICE_OR_PURCHASE_ORDER");
    control.advancePayment(id, "REFUNDED");
    expect(() => control.requestDocument(id, "GOVERNMENT_ISSUED_ID")).toThrow("REFUNDED");
  });

  it("has no review before the charge, nor for a document that could not be uploaded", async () => {
    const { payment, method, control } = paymentFixture();
    const bank = await payment({ paymentMethod: { id: await method("41541433888") } });
    expect(() => control.requestDocument(bank.id, "GOVERNMENT_ISSUED_ID")).toThrow("The payment is SUBMITTED.");
    const { id } = await payment();
    expect(() => control.requestDocument(undefined as never, "INVOICE")).toThrow("The payment does not exist.");
    expect(() => control.requestDocument(id, "invoice")).toThrow("must be a type of document such as INVOICE");
    expect(control.state().payments.map(({ status }) => status)).toEqual(["SUBMITTED", "CHARGED"]);
  });

  it("uses the words of the OpenAPI file on request", async () => {
    const { payment, get, control } = paymentFixture();
    const { id } = await payment();
    control.setVocabulary("openapi");
    expect((await get(pathOf(id))).status).toBe("COMMITTED");
    expect((await get(`/payments?payerId=${LOCAL_PAYER_ID}`)).data[0].status).toBe("COMMITTED");
    expect(control.state().payments[0]?.status).toBe("CHARGED");
  });

  it("names its intent on request, as the guide lists it", async () => {
    const { intent, payIntent, get, control } = paymentFixture();
    const { id: intentId } = await intent();
    const { body: paid } = await payIntent(intentId);
    expect(paid).not.toHaveProperty("paymentIntent");
    control.setIntentOnPayments("with");
    const named = { id: paid.id, paymentIntent: { id: intentId } };
    expect(await get(pathOf(paid.id))).toMatchObject(named);
    expect((await get(`/payments?payerId=${LOCAL_PAYER_ID}`)).data).toMatchObject([named]);
    const another = await intent();
    expect((await payIntent(another.id)).body).toMatchObject({ paymentIntent: { id: another.id } });
  });

  it("advances with the sandbox's clock with the autopilot, and does not without it", async () => {
    const { payment, method, get, control } = paymentFixture();
    const card = await payment();
    const bank = await payment({ paymentMethod: { id: await method("000000000001") } });
    const reviewed = await payment();
    control.requestDocument(reviewed.id, "GOVERNMENT_ISSUED_ID");
    control.advance(30 * 24 * 60 * 60_000);
    expect((await get(pathOf(card.id))).status).toBe("CHARGED");
    control.setAutopilot(true);
    expect((await get(pathOf(card.id))).status).toBe("DEPOSITED");
    expect((await get(pathOf(bank.id))).status).toBe("NOT_CAPTURED");
    expect((await get(pathOf(reviewed.id))).status).toBe("UNDER_REVIEW");
    const history = control.state().payments[0]?.history;
    expect(history?.map(({ status, at }) => `${status} ${at.slice(0, 10)}`)).toEqual([
      "CHARGED 2026-01-15",
      "IN_TRANSIT 2026-01-16",
      "DEPOSITED 2026-01-20",
    ]);
  });
});

describe("the autopilot", () => {
  const DAY = 24 * 60 * 60_000;

  it("shows in state() what the clock has done, also without a request", async () => {
    let now = NOW;
    const { payment, control } = paymentFixture({ now: () => now });
    await payment();
    control.setAutopilot(true);
    now += 30 * DAY;
    expect(control.state().payments[0]?.status).toBe("DEPOSITED");
  });

  it("does not hold up a payment that nobody reviews for a document", async () => {
    const { payment, control, post, sandbox } = paymentFixture();
    const { id, payer } = await payment();
    control.setAutopilot(true);
    control.advance(DAY / 2);
    const invoice = { type: "INVOICE", fileType: "pdf", filename: "invoice.pdf", payer, payment: { id } };
    const { uploadURL, metadata } = (await post("/documents", invoice)).body;
    const form = new FormData();
    for (const [name, value] of Object.entries<string>(metadata)) form.append(name, value);
    form.append("file", new Blob(["%PDF"]));
    await sandbox.fetch(new Request(uploadURL, { method: "POST", body: form }));
    control.advance(DAY / 2);
    expect(control.state().payments[0]?.status).toBe("IN_TRANSIT");
  });

  it("keeps a payment under review for a day from its last document", async () => {
    const { payment, control } = paymentFixture();
    const { id } = await payment();
    control.requestDocument(id, "GOVERNMENT_ISSUED_ID");
    control.requestDocument(id, "CARD_OR_BANK_STATEMENT");
    control.setAutopilot(true);
    control.advance(5 * DAY);
    control.provideDocument(id, "GOVERNMENT_ISSUED_ID");
    control.advance(5 * DAY);
    control.provideDocument(id, "CARD_OR_BANK_STATEMENT");
    expect(control.state().payments[0]?.status).toBe("UNDER_REVIEW");
    control.advance(DAY);
    const at = new Date(NOW + 11 * DAY).toISOString();
    // Its delivery date is long over.
    expect(control.state().payments[0]?.history.slice(2)).toEqual([
      { status: "IN_TRANSIT", at },
      { status: "DEPOSITED", at },
    ]);
  });

  it("goes on from where a payment was advanced to by hand", async () => {
    const { payment, control } = paymentFixture();
    const { id } = await payment();
    control.setAutopilot(true);
    control.advance(DAY / 2);
    control.advancePayment(id, "IN_TRANSIT");
    control.advance(60 * DAY);
    expect(control.state().payments[0]?.history.map(({ status }) => status)).toEqual([
      "CHARGED",
      "IN_TRANSIT",
      "DEPOSITED",
    ]);
    expect(() => control.advancePayment(id)).toThrow("which is final");
  });
});
