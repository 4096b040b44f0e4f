import type { Page } from "puppeteer-core";
import { vi } from "vitest";
import { fillIn, save, untilState } from "./checkout.ts";
import type { Site } from "./site.ts";

/** A published test number that the local sandbox stores, and declines when it pays. */
export const DECLINED_LATER = "4000000000000341";

let last = 1041;

/** Opens the page of an invoice that nobody has begun to pay. Returns its number. */
export async function openInvoice(page: Page, site: Site): Promise<string> {
  const number = String(++last);
  // A back end that is started again on a busy machine takes its time.
  page.setDefaultTimeout(60_000);
  await page.goto(addressOf(site, number));
  await untilState(page, "open");
  return number;
}

/** Returns the address of an invoice's page. */
export function addressOf({ page }: Site, number: string): string {
  return `${page}/invoice.html?number=${number}`;
}

/** Fills the card form in, and waits until the fee and the total are shown. */
export async function chooseNewCard(page: Page, card?: string): Promise<void> {
  await fillIn(page, card ? { "card-number": card } : {});
  await save(page);
  await untilState(page, "quoted");
}

/** Presses Pay, and does not wait for the result. */
export async function pay(page: Page): Promise<void> {
  await page.locator("#pay").click();
}

/** Waits until the receipt shows a status of the vendor's. */
export async function untilPaymentIs(page: Page, status: string): Promise<void> {
  await page.waitForSelector(`#receipt[data-status="${status}"]`);
}

/** The payments that the vendor made. */
export function payments({ sandbox }: Site) {
  return sandbox.control.state().payments;
}

/** Moves the only payment, as the vendor does. */
export function advance(site: Site, status: "UNDER_REVIEW" | "IN_TRANSIT" | "DEPOSITED" | "REFUNDED"): void {
  site.sandbox.control.advancePayment(payments(site)[0]?.id ?? "", status);
}

/** Waits until the vendor has been asked to make this many payments. */
export async function untilAsked({ sandbox }: Site, times: number): Promise<void> {
  await vi.waitFor(() => {
    if (sandbox.control.seen({ operation: "createPayment" }).length < times) throw new Error("No payment was sent.");
  }, 60_000);
}

/** Presses Pay, and again while the page says that the connection was lost, until the vendor is asked for a payment. */
export async function payUntilAsked(page: Page, { sandbox }: Site): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.$eval("#pay", (button) => (button as HTMLButtonElement).click());
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (sandbox.control.seen({ operation: "createPayment" }).length === 0) throw new Error("No payment was sent.");
    },
    { timeout: 60_000, interval: 500 },
  );
}

/** Chooses a file for the document that is asked for. */
export async function chooseDocument(page: Page): Promise<void> {
  await page.waitForSelector(".document-file");
  await page.evaluate(() => {
    const file = new File(["%PDF-1.7 an example"], "my passport.pdf", { type: "application/pdf" });
    const files = new DataTransfer();
    files.items.add(file);
    const input = document.querySelector(".document-file") as HTMLInputElement;
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** Chooses a file for the document that is asked for, and uploads it. */
export async function uploadDocument(page: Page): Promise<void> {
  await chooseDocument(page);
  await page.locator(".document button").click();
  await page.waitForSelector('.document[data-uploaded="true"]');
}
