import type { Page } from "puppeteer-core";

/** Holds the page's requests for a total until `sendTotal`, and its payments for ever. The page's `paid` lists their cards. */
export async function holdPayments(page: Page): Promise<void> {
  await page.evaluate(() => {
    const paid: string[] = [];
    const { fetch } = window;
    window.fetch = async (url, init) => {
      if (url !== "/payment") return fetch(url, init);
      const { paymentMethodId, agreed } = JSON.parse(String(init?.body));
      if (agreed) paid.push(paymentMethodId);
      await new Promise((resolve) => Object.assign(window, { respond: agreed ? undefined : resolve }));
      return Response.json({ status: "quoted", total: { value: 1, currency: "USD" } });
    };
    Object.assign(window, { paid });
  });
}

/** Waits until the page says that it gets the total, and sends it. */
export async function sendTotal(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[role="status"]')?.textContent === "Getting the total…");
  await page.evaluate("respond()");
}
