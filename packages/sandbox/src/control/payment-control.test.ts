import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_CATEGORY_ID, LOCAL_PAYER_ID } from "../index.ts";
import { type RunningSandbox, startSandbox } from "../server/index.ts";
import { card } from "../testing/fixture.ts";
import { paymentFixture, recipient } from "../testing/payment-fixture.ts";
import { type RemoteControl, remoteControl } from "./index.ts";
import type { SandboxControl } from "./sandbox-control.ts";

let sandbox: RunningSandbox;
let control: RemoteControl;
beforeAll(async () => {
  sandbox = await startSandbox();
  control = remoteControl(sandbox.origin);
});
afterAll(() => sandbox.close());

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the body
async function post(path: string, body: unknown): Promise<any> {
  const headers = {
    authorization: `Bearer ${LOCAL_API_KEY}`,
    "content-type": "application/json",
    "user-agent": "test",
  };
  const response = await fetch(sandbox.baseUrl + path, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}

async function payment(): Promise<string> {
  const payer = { id: LOCAL_PAYER_ID };
  const data = { ...card, expirationYear: "2099" };
  const paymentMethod = { id: (await post("/payment-methods", { type: "CARD", data, payer })).id };
  const targetAmount = { value: 5, currency: "USD" };
  return (await post("/payments", { payer, recipient, paymentMethod, targetAmount })).id;
}

describe("control over HTTP", () => {
  it("advances payments, expires intents and wants documents", async () => {
    const id = await payment();
    await control.requestDocument(id, "GOVERNMENT_ISSUED_ID");
    await expect(control.advancePayment(id)).rejects.toThrow("needs documents");
    await control.advancePayment(id, "REFUNDED");
    const intent = await post("/payment-intents", { payer: { id: LOCAL_PAYER_ID }, recipient });
    await control.expireIntent(intent.id);
    const state = await control.state();
    expect(state.payments[0]).toMatchObject({ id, status: "REFUNDED" });
    expect(state.paymentIntents.at(-1)).toMatchObject({ id: intent.id, status: "EXPIRED" });
    expect(state.recipients[0]).toMatchObject({ categoryId: LOCAL_CATEGORY_ID });
  });

  it("changes every setting, and a reset takes it back", async () => {
    await control.setFees({ card: "3" });
    await control.setVocabulary("openapi");
    await control.setPagination("without");
    await control.setIdempotency({ mode: "refused" });
    await control.setProcessingTime(1);
    await control.setAutopilot(true);
    const intent = await post("/payment-intents", {
      payer: { id: LOCAL_PAYER_ID },
      recipient,
      targetAmount: { value: 100, currency: "USD" },
    });
    expect(intent).toMatchObject({ sourceAmount: { value: 103 }, status: "UNCAPTURABLE" });
    await control.reset();
    const again = await post("/payment-intents", { payer: { id: LOCAL_PAYER_ID }, recipient });
    expect(again.status).toBe("NOT_CAPTURABLE");
  });

  it.each([
    ["autopilot", { isOn: "yes" }],
    ["vocabulary", { vocabulary: "french" }],
    ["pagination", {}],
    ["intent-on-payments", { intentOnPayments: true }],
    ["fees", { card: 3 }],
    ["fees", { card: "three" }],
    ["idempotency", { mode: "sometimes" }],
    ["processing-time", { ms: -1 }],
  ])("refuses PUT %s with %j", async (path, body) => {
    const response = await fetch(`${sandbox.origin}/control/${path}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
  });
});

describe("provideDocument and refundPayment", () => {
  it("count a document as uploaded, and refund, only where that is possible", async () => {
    const { control, payment } = paymentFixture();
    const { id } = await payment();
    expect(() => control.provideDocument(id, "GOVERNMENT_ISSUED_ID")).toThrow("does not need a document of this type");
    control.requestDocument(id, "GOVERNMENT_ISSUED_ID");
    control.provideDocument(id, "GOVERNMENT_ISSUED_ID");
    expect(control.state().payments[0]?.requestedDocuments).toEqual([
      { type: "GOVERNMENT_ISSUED_ID", isUploaded: true },
    ]);
    control.refundPayment(id);
    expect(control.state().payments[0]?.status).toBe("REFUNDED");
    expect(() => control.refundPayment(id)).toThrow("REFUNDED and cannot be refunded any more");
  });
});

describe("a control with a field that is undefined", () => {
  it("treats it as left out, in the same process and over HTTP", async () => {
    // JavaScript callers pass these, and so do TypeScript callers without exactOptionalPropertyTypes.
    const nothing = undefined as never;
    for (const either of [sandbox.control, control]) {
      await either.reset();
      await either.addFault({ operation: "*", kind: "html", payerId: nothing, times: nothing });
      await either.clearFaults();
      await either.setFees({ card: nothing, bank: "1" });
      await either.setIdempotency({ mode: nothing, replayErrors: true });
      expect(await either.seen({ operation: nothing })).toEqual([]);
      const { settings } = await either.snapshot();
      expect(settings.fees).toEqual({ card: "2.85", bank: "1", crossBorder: "1" });
      expect(settings.idempotency).toEqual({ mode: "replayed", replayErrors: true });
    }
    await control.reset();
  });

  it.each<[string, (control: SandboxControl) => void]>([
    ["an unknown fee", (control) => control.setFees({ crd: "1" } as never)],
    ["a fee that is a number", (control) => control.setFees({ card: 3 as never })],
    ["no vocabulary", (control) => control.setVocabulary(undefined as never)],
    ["an autopilot that is text", (control) => control.setAutopilot("off" as never)],
    ["a text instead of true or false", (control) => control.setIdempotency({ replayErrors: "no" as never })],
    ["addresses that are a text", (control) => control.setAllowedIps("127.0.0.1" as never)],
    ["a range of addresses", (control) => control.setAllowedIps(["10.0.0.0/8"])],
    ["a payment that takes longer than a timer can wait", (control) => control.setProcessingTime(2 ** 31)],
    ["a clock beyond all dates", (control) => control.advance(9e15)],
  ])("refuses %s, and changes nothing", (_, act) => {
    const local = paymentFixture().control;
    const before = local.snapshot();
    expect(() => act(local)).toThrow(/must be|beyond|is not a known|is required/);
    expect(local.snapshot()).toEqual(before);
  });
});

describe("seen({ about })", () => {
  it("finds the requests about a payment, an intent and a document, and not those of another payment", async () => {
    const { control, get, intent, payIntent, payment, post } = paymentFixture();
    await payment();
    control.clearSeen();
    const { id: intentId } = await intent();
    const { body: made } = await payIntent(intentId);
    await get(`/payments/${made.id}?payerId=${LOCAL_PAYER_ID}`);
    await get(`/payments?payerId=${LOCAL_PAYER_ID}`);
    await post("/documents", {
      ...{ type: "INVOICE", fileType: "pdf", filename: "a.pdf", payer: { id: LOCAL_PAYER_ID } },
      payment: { id: made.id },
    });
    const operations = (about: string) => control.seen({ about }).map(({ operation }) => operation);
    expect(operations(made.id)).toEqual(["createPayment", "retrievePayment", "createDocument"]);
    expect(operations(intentId.toUpperCase())).toEqual([
      "createPaymentIntent",
      "createPayment",
      "retrievePayment",
      "createDocument",
    ]);
  });
});
