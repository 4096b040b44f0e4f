import { describe, expect, it } from "vitest";
import { webhookEvent, webhookRequest } from "../index.ts";
import { paymentFixture } from "../testing/payment-fixture.ts";

describe("webhookEvent and webhookRequest", () => {
  it("make what the sandbox sends itself", async () => {
    const { control, payment } = paymentFixture();
    const got: Request[] = [];
    control.onWebhook((request) => {
      got.push(request.clone());
      return new Response();
    });
    const { id } = await payment();
    await control.waitFor("payment.state_change");
    const real = (await got[0]?.json()) as ReturnType<typeof webhookEvent>;
    const { timestamp = 0 } = real.data;
    const sample = webhookEvent({ id: real.id, paymentId: id, timestamp });
    expect(sample).toEqual(real);
    const request = webhookRequest("https://shop.example/hooks/secret", sample);
    expect([request.method, request.headers.get("content-type"), await request.json()]).toEqual([
      got[0]?.method,
      got[0]?.headers.get("content-type"),
      real,
    ]);
    expect(webhookEvent({ event: "document.request" }).data.type).toBe("SUPPLIER_INVOICE_OR_PURCHASE_ORDER");
    expect(webhookEvent().id).not.toBe(webhookEvent().id);
  });
});
