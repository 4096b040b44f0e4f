import { hasWebKit, startWebKit, type WebKitPage } from "runtimes/webkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { CheckoutState } from "../checkout-state.ts";
import type { InvoiceScreen } from "../invoice/invoice-state.ts";
import { DECLINED, FILLED } from "../testing/checkout.ts";
import { addressOf, advance, payments } from "../testing/invoice.ts";
import { type Site, startSites } from "../testing/site.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const installed = hasWebKit();
if (!installed) {
  console.warn("WebKitGTK is not installed, so its tests are skipped: apt-get install webkit2gtk-driver xvfb.");
}

describe.skipIf(!installed)("in WebKit", () => {
  let page: WebKitPage;
  let site: Site;

  beforeAll(async () => {
    const [[started], opened] = await Promise.all([startSites(["node"]), startWebKit()]);
    page = opened;
    if (!started) throw new Error("The site was not started.");
    site = started;
  });
  afterAll(async () => {
    await page?.close();
    await site?.close();
  });
  beforeEach(async () => {
    site.sandbox.control.reset();
    await page.open(site.page);
  });

  const untilState = (state: CheckoutState["kind"] | InvoiceScreen) =>
    vi.waitFor(
      async () => {
        expect(await page.run('return document.getElementById("checkout").dataset.state')).toBe(state);
      },
      { timeout: 15_000, interval: 100 },
    );
  const shownIn = (id: string) => page.run("return document.getElementById(arguments[0]).value", id);
  const textOf = (id: string) => page.run("return document.getElementById(arguments[0]).textContent", id);
  const autofill = (values: Readonly<Record<string, string>>) =>
    page.run(
      `for (const [id, value] of Object.entries(arguments[0])) {
        const input = document.getElementById(id);
        input.focus();
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }`,
      values,
    );

  it("formats what is typed, and saves the card", async () => {
    for (const [id, typed, shown] of [
      ["card-number", FILLED["card-number"], "4242 4242 4242 4242"],
      ["card-expiry", "539", "05 / 39"],
      ["card-code", "123", "123"],
      ["card-name", "Jen Doe", "Jen Doe"],
      ["address-line1", "1 Main Street", "1 Main Street"],
      ["address-city", "Oakland", "Oakland"],
      ["address-state", "CA", "CA"],
      ["address-postal-code", "94601", "94601"],
    ] as const) {
      await page.type(`#${id}`, typed);
      expect(await shownIn(id)).toBe(shown);
    }
    await page.click("#save");
    await untilState("done");
    expect(await textOf("receipt-card")).toBe("Visa ending in 4242");
    expect(site.sandbox.control.state().paymentMethods).toHaveLength(1);
  });

  it("reads what a browser fills in", async () => {
    await autofill({ ...FILLED, "card-expiry": "2029-12" });
    expect(await shownIn("card-expiry")).toBe("12 / 29");
    await page.click("#save");
    await untilState("done");
    expect(await textOf("receipt-expiry")).toBe("12 / 2029");
  });

  it("pays an invoice, and follows the payment", async () => {
    await page.open(addressOf(site, "3042"));
    await untilState("open");
    await autofill(FILLED);
    await page.click("#save");
    await untilState("quoted");
    expect(await textOf("pay-text")).toBe("Pay $1,285.63");
    await page.click("#pay");
    await untilState("paid");
    expect(await textOf("receipt-total")).toBe("$1,285.63");
    expect(payments(site)).toHaveLength(1);
    advance(site, "IN_TRANSIT");
    await vi.waitFor(
      async () => {
        expect(await page.run('return document.getElementById("receipt").dataset.status')).toBe("IN_TRANSIT");
      },
      { timeout: 15_000, interval: 100 },
    );
  });

  it("says that a card was declined", async () => {
    await autofill({ ...FILLED, "card-number": DECLINED });
    await page.click("#save");
    await untilState("declined");
    expect(await textOf("notice")).toContain("Your card was declined");
    expect(site.sandbox.control.state().paymentMethods).toEqual([]);
  });
});
