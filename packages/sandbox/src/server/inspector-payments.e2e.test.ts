import { describe, expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../settings.ts";
import type { Look } from "../testing/browser.ts";
import { eventually, expectNoFinding, useInspector } from "../testing/inspector-fixture.ts";
import { paymentMaker, populatePayments, startEndpoint } from "../testing/populate-payments.ts";

const fixture = useInspector();
const { inspect } = fixture;
const paymentsOf = () => fixture.sandbox.control.state().payments;

describe("the payments of the inspector", () => {
  it("shows a payment's life on one line, from its intent on, with the requests that touched it", async () => {
    const page = await inspect();
    expect(await page.locator("#payments-panel").isVisible()).toBe(false);
    const { intent, pay } = paymentMaker(fixture.sandbox);
    const made = await intent({ targetAmount: { value: 1_000_000, currency: "USD" } });
    const life = page.locator(".payment");
    await life.waitFor();
    expect(await life.locator(".payment-who").textContent()).toMatch(
      /^1,028,500\.00 USDCAPTURABLEexpires in \d:\d\dLocal Sandbox Coffee → Coffee Beans Supply Co\.Visa ···· 4242 · recipient gets 1,000,000\.00 USD$/,
    );
    fixture.sandbox.control.addFault({ operation: "createPayment", kind: "status", status: 503 });
    await pay(made);
    await pay(made);
    await eventually(() => life.locator(".steps li").allTextContents()).toEqual([
      "Open request #3 createPaymentIntent 200",
      expect.stringMatching(/^INTENT\d/),
      "Open request #4 createPayment 503",
      "Open request #5 createPayment 200",
      expect.stringMatching(/^CHARGED\d/),
    ]);
    expect(await life.locator(".step[aria-current]").textContent()).toContain("CHARGED");
    await life.getByRole("button", { name: "Open request #4" }).click();
    expect(await page.locator("#request-4-detail").isVisible()).toBe(true);
    await life.getByRole("button", { name: "Show requests" }).click();
    await eventually(() => page.locator(".request:visible").count()).toBe(3);
  });

  it("names the buttons of payments of one sum apart, for whoever hears them", async () => {
    const { intent } = paymentMaker(fixture.sandbox);
    const ids = [(await intent()).id, (await intent()).id];
    const page = await inspect();
    await eventually(() => page.locator(".payment").count()).toBe(2);
    for (const id of ids) {
      const of = `the payment of 102.85 USD, intent ${id.slice(0, 8)}`;
      expect(await page.getByRole("button", { name: `Expire : ${of}` }).count()).toBe(1);
      expect(await page.getByRole("button", { name: `Show requests of ${of}` }).count()).toBe(1);
    }
  });

  it("ends the page with its last panel, however many payments there are", async () => {
    const { intent } = paymentMaker(fixture.sandbox);
    const { recipient, paymentMethod } = (await intent()) as unknown as Record<string, object>;
    for (let made = 0; made < 40; made += 1) await intent({ recipient, paymentMethod });
    for (const width of [375, 768]) {
      const page = await inspect({ width, scheme: "dark" });
      await eventually(() => page.locator(".payment").count()).toBe(41);
      const blank = await page.evaluate(
        "document.documentElement.scrollHeight - document.querySelector('main').getBoundingClientRect().bottom - scrollY",
      );
      expect({ width, isBlank: (blank as number) > 1 }).toEqual({ width, isBlank: false });
    }
  });

  it("joins requests that follow each other and are alike, so that a poll does not fill the line", async () => {
    const { intent, pay } = paymentMaker(fixture.sandbox);
    await pay(await intent());
    const { id = "", status } = paymentsOf()[0] ?? {};
    expect(status).toBe("CHARGED");
    const poll = async (times: number): Promise<void> => {
      // Never in the same millisecond as a status.
      fixture.sandbox.control.advance(1_000);
      const headers = { authorization: `Bearer ${LOCAL_API_KEY}`, "user-agent": "test" };
      for (let asked = 0; asked < times; asked++) {
        await fetch(`${fixture.sandbox.baseUrl}/payments/${id}?payerId=${LOCAL_PAYER_ID}`, { headers });
      }
    };
    await poll(12);
    fixture.sandbox.control.advancePayment(id, "IN_TRANSIT");
    const page = await inspect();
    const life = page.locator(".payment");
    await eventually(() => life.locator(".touch").allTextContents()).toEqual([
      expect.stringMatching(/createPaymentIntent 200$/),
      expect.stringMatching(/createPayment 200$/),
      expect.stringMatching(/#\d+ retrievePayment 200 ×12, the last of 12 alike$/),
    ]);
    await poll(2);
    await eventually(() => life.locator(".touch").last().textContent()).toMatch(/×2, the last of 2 alike$/);
    await life.locator(".touch").last().click();
    await eventually(() => page.locator(".detail:visible").count()).toBe(1);
  });

  it.each([1440, 1280, 1100, 1024, 900, 768])(
    "keeps a full life on one line at %i px, and nothing of it is cut off",
    async (width) => {
      const { intent, pay } = paymentMaker(fixture.sandbox);
      const { id: intentId } = await intent();
      fixture.sandbox.control.addFault({ operation: "createPayment", kind: "status", status: 503 });
      await pay({ id: intentId });
      const { id } = await pay({ id: intentId });
      const headers = { authorization: `Bearer ${LOCAL_API_KEY}`, "user-agent": "test" };
      const paths = [`payments/${id}`, `payments/${id}`, `payment-intents/${intentId}`];
      for (const status of ["UNDER_REVIEW", "IN_TRANSIT", "DEPOSITED"] as const) {
        // Never in the same millisecond as a status.
        fixture.sandbox.control.advance(1_000);
        for (const path of paths)
          await fetch(`${fixture.sandbox.baseUrl}/${path}?payerId=${LOCAL_PAYER_ID}`, { headers });
        fixture.sandbox.control.advance(1_000);
        fixture.sandbox.control.advancePayment(id, status);
      }
      const page = await inspect({ width, scheme: "light" });
      await eventually(() => page.locator(".steps > li").count()).toBe(13);
      const ends = "[...document.querySelectorAll('.steps > li')].map((item) => item.getBoundingClientRect())";
      const [line, ...others] = (await page.evaluate(
        `${ends}.map(({ top, bottom }) => (top + bottom) / 2)`,
      )) as readonly number[];
      for (const other of others) expect(other).toBeCloseTo(line ?? Number.NaN, 0);
      expect(await page.evaluate("document.querySelector('.steps').scrollWidth")).toBe(
        await page.evaluate("document.querySelector('.steps').clientWidth"),
      );
    },
  );

  it("moves a payment by its buttons, and keeps the focus where it was", async () => {
    const { intent, pay } = paymentMaker(fixture.sandbox);
    await pay(await intent());
    const page = await inspect();
    const life = page.locator(".payment");
    const status = () => paymentsOf()[0]?.status;
    await life.getByLabel("Document to request").selectOption("GOVERNMENT_ISSUED_ID");
    await life.getByRole("button", { name: "Request", exact: false }).last().click();
    await eventually(status).toBe("UNDER_REVIEW");
    await life.locator(".wanted", { hasText: "GOVERNMENT_ISSUED_ID wanted" }).waitFor();
    // It cannot be sent out before the document is there.
    await eventually(() => life.getByRole("button", { name: "IN_TRANSIT" }).count()).toBe(0);
    await life.getByRole("button", { name: "Provide GOVERNMENT_ISSUED_ID" }).click();
    await life.locator(".wanted", { hasText: "GOVERNMENT_ISSUED_ID uploaded" }).waitFor();
    await eventually(() => page.evaluate("document.activeElement.dataset.key")).toBe("next");
    await page.keyboard.press("Enter");
    await eventually(status).toBe("IN_TRANSIT");
    await life.getByRole("button", { name: "DEPOSITED" }).click();
    await eventually(status).toBe("DEPOSITED");
    await eventually(() => life.locator(".payment-actions button").count()).toBe(0);
  });

  it.each([1440, 375])("names the document that each button provides, at %i px", async (width) => {
    const { intent, pay } = paymentMaker(fixture.sandbox);
    const { id } = await pay(await intent());
    for (const type of ["SUPPLIER_INVOICE_OR_PURCHASE_ORDER", "GOVERNMENT_ISSUED_ID"]) {
      fixture.sandbox.control.requestDocument(id, type);
    }
    const page = await inspect({ width, scheme: "light" });
    await page.getByRole("button", { name: "Provide SUPPLIER_INVOICE_OR_PURCHASE_ORDER" }).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await page.getByRole("button", { name: "Provide GOVERNMENT_ISSUED_ID" }).click();
    await eventually(() => paymentsOf()[0]?.requestedDocuments.map(({ isUploaded }) => isUploaded)).toEqual([
      false,
      true,
    ]);
  });

  it("refunds a payment and expires an intent", async () => {
    const { intent, pay } = paymentMaker(fixture.sandbox);
    await pay(await intent());
    await intent();
    const page = await inspect();
    await page.getByRole("button", { name: "Expire" }).click();
    await eventually(() => fixture.sandbox.control.state().paymentIntents[1]?.status).toBe("EXPIRED");
    await page.locator(".payment-who .status", { hasText: "EXPIRED" }).waitFor();
    await page.getByRole("button", { name: "Refund" }).click();
    await eventually(() => paymentsOf()[0]?.status).toBe("REFUNDED");
    await page.locator(".payment-who .status", { hasText: "REFUNDED" }).waitFor();
  });

  it("finds the requests of a payment that are no longer on the page", async () => {
    const { intent, pay, method } = paymentMaker(fixture.sandbox);
    await pay(await intent());
    for (let sent = 0; sent < 210; sent += 30) {
      await Promise.all(Array.from({ length: 30 }, () => method("4242424242424242")));
    }
    const page = await inspect();
    await page.locator(".payment").getByRole("button", { name: "Show requests" }).click();
    await eventually(() => page.locator(".request:visible .operation").allTextContents()).toEqual([
      "createPayment",
      "createPaymentIntent",
    ]);
  });
});

describe("the webhook deliveries of the inspector", () => {
  it("shows request, response and attempts without a secret, and sends one again", async () => {
    const endpoint = await startEndpoint();
    try {
      fixture.sandbox.control.subscribeWebhook({ url: endpoint.url });
      const { intent, pay } = paymentMaker(fixture.sandbox);
      const { id } = await pay(await intent());
      const page = await inspect();
      const delivery = page.locator(".delivery");
      await delivery.locator(".status", { hasText: "503" }).waitFor();
      expect(await delivery.locator(".delivery-line").textContent()).toContain(id);
      await eventually(() => delivery.locator(".delivery-how").textContent()).toMatch(
        /^http:\/\/127\.0\.0\.1:\d+pending, 1 attempt, next at/,
      );
      fixture.sandbox.control.advance(1_000);
      await delivery.locator(".status", { hasText: "200" }).waitFor();
      await delivery.getByText("Request and responses").click();
      expect(await delivery.getByLabel("Body of payment.state_change CHARGED").textContent()).toContain(
        '"type": "CHARGED"',
      );
      expect(await delivery.getByLabel("Attempts").textContent()).toMatch(/Attempt 1.*503.*Attempt 2.*200/s);
      expect(await delivery.getByLabel("Response 2 to").textContent()).toContain('"handled": true');
      await delivery.getByRole("button", { name: "Send again" }).click();
      await eventually(() => page.locator(".delivery").count()).toBe(2);
      await eventually(() => fixture.sandbox.control.deliveries().map(({ state }) => state)).toEqual([
        "delivered",
        "delivered",
      ]);
      const shown = await page.content();
      expect(shown).not.toContain("secret-path");
      expect(shown).not.toContain("never-shown");
    } finally {
      endpoint.close();
    }
  });
});

describe("the page with payments and deliveries", () => {
  const looks: readonly Look[] = [
    { scheme: "dark", width: 1440 },
    { scheme: "light", width: 1440 },
    { scheme: "dark", width: 768 },
    { scheme: "light", width: 768 },
    { scheme: "light", width: 375 },
    { scheme: "dark", width: 375 },
  ];

  it.each(looks)("has no finding of axe, and nothing is wider than the page: $scheme, $width px", async (look) => {
    fixture.sandbox.control.onWebhook(() => Response.json({ handled: true }));
    await populatePayments(fixture.sandbox);
    const page = await inspect(look);
    await page.locator(".delivery").first().waitFor();
    await page.locator(".delivery summary").first().click();
    await expectNoFinding(page, { rules: { "target-size": { enabled: true } } }, look.width);
    expect(await page.evaluate("document.querySelector('.middle').scrollWidth <= innerWidth")).toBe(true);
  });
});
