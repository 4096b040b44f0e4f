import { expect, vi } from "vitest";
import { fillIn, focused, isShown, save, textOf, untilState } from "../testing/checkout.ts";
import { EVERY, endToEnd, type Step } from "../testing/e2e.ts";
import { startForeignPages } from "../testing/foreign-page.ts";
import {
  addressOf,
  advance,
  chooseDocument,
  chooseNewCard,
  DECLINED_LATER,
  openInvoice,
  pay,
  payments,
  payUntilAsked,
  untilAsked,
  untilPaymentIs,
  uploadDocument,
} from "../testing/invoice.ts";

const everywhere = endToEnd(EVERY);
// All at once, and some of them start their back end again.
vi.setConfig({ testTimeout: 150_000 });
const it = (name: string, run: Step): void => everywhere(name, run, () => ({ path: null }));

it("shows the fee and the total before the person agrees, and pays exactly that", async (page, site) => {
  await openInvoice(page, site);
  expect(await textOf(page, "summary")).toMatch(/Coffee Beans Supply Co\..*\$1,250\.00/s);
  await chooseNewCard(page);
  expect(await textOf(page, "review")).toMatch(/Visa ending in 4242.*\$1,250\.00.*\$35\.63.*\$1,285\.63/s);
  expect(await textOf(page, "pay-text")).toBe("Pay $1,285.63");
  expect(payments(site)).toEqual([]);
  await pay(page);
  await untilPaymentIs(page, "CHARGED");
  expect(payments(site)).toMatchObject([{ status: "CHARGED", sourceAmount: { value: 1285.63 } }]);
  expect(await textOf(page, "receipt")).toMatch(/Invoice paid.*Visa ending in 4242.*\$35\.63.*\$1,285\.63/s);
  expect(await textOf(page, "receipt-reference")).toBe(payments(site)[0]?.id);
  const createdAt = payments(site)[0]?.history[0]?.at ?? "";
  const options = { dateStyle: "long" } as const;
  const date = await page.evaluate((at, o) => new Date(at).toLocaleDateString("en", o), createdAt, options);
  expect(await textOf(page, "receipt-created")).toBe(date);
  expect(await focused(page)).toBe("receipt-title");
  // The page sent its own server no amount.
  const amounts = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(amounts).not.toContain("1285");
});

it("pays once when Pay is pressed twice", async (page, site) => {
  await openInvoice(page, site);
  await chooseNewCard(page);
  await page.click("#pay", { count: 2 });
  await untilState(page, "paid");
  expect(payments(site)).toHaveLength(1);
});

it("resumes when the page is reloaded at any moment", async (page, site) => {
  const number = await openInvoice(page, site);
  await chooseNewCard(page);
  await page.reload();
  await untilState(page, "quoted");
  site.sandbox.control.addFault({ operation: "createPayment", kind: "latency", delayMs: 1_500 });
  await pay(page);
  await untilAsked(site, 1);
  await page.reload();
  await untilState(page, "paid");
  await page.goto(addressOf(site, number));
  await untilState(page, "paid");
  expect(await textOf(page, "receipt-total")).toBe("$1,285.63");
  expect(payments(site)).toHaveLength(1);
});

it("pays once from two tabs, and both show the receipt", async (page, site) => {
  const number = await openInvoice(page, site);
  const other = await page.browserContext().newPage();
  await other.goto(addressOf(site, number));
  await untilState(other, "open");
  await page.bringToFront();
  await chooseNewCard(page);
  // The other tab follows.
  await untilState(other, "quoted");
  await Promise.all([page, other].map((tab) => tab.evaluate(() => document.getElementById("pay")?.click())));
  for (const tab of [page, other]) {
    await untilState(tab, "paid");
    expect(await textOf(tab, "receipt-card")).toBe("Visa ending in 4242");
  }
  expect(payments(site)).toHaveLength(1);
  await other.close();
});

it("does not pay for the amounts of another tab", async (page, site) => {
  const number = await openInvoice(page, site);
  const other = await page.browserContext().newPage();
  await other.goto(addressOf(site, number));
  await untilState(other, "open");
  await page.bringToFront();
  await chooseNewCard(page);
  await untilState(other, "quoted");
  await other.bringToFront();
  await other.click("#change-card");
  await untilState(other, "open");
  await chooseNewCard(other, "5555555555554444");
  await page.bringToFront();
  await page.waitForFunction(() => document.getElementById("review-card")?.textContent?.includes("Mastercard"));
  await pay(page);
  await untilState(page, "paid");
  expect(await textOf(page, "receipt-card")).toBe("Mastercard ending in 4444");
  expect(payments(site)).toHaveLength(1);
  await other.close();
});

it("shows the receipt to anyone who goes back to the page", async (page, site) => {
  const foreign = await startForeignPages();
  await openInvoice(page, site);
  await chooseNewCard(page);
  await pay(page);
  await untilState(page, "paid");
  await page.goto(`http://127.0.0.1:${foreign.port}`);
  await page.evaluate(() => void setTimeout(() => history.back()));
  await untilState(page, "paid");
  foreign.close();
  expect(payments(site)).toHaveLength(1);
});

it("resumes by itself when the server is killed between any two steps, or during the payment", async (page, site) => {
  await openInvoice(page, site);
  await site.restart();
  await chooseNewCard(page);
  await site.restart();
  site.sandbox.control.addFault({ operation: "createPayment", kind: "latency", delayMs: 2_000 });
  // A browser may send the request over a connection that died with the server.
  await payUntilAsked(page, site);
  await site.restart();
  await untilState(page, "paid");
  expect(await textOf(page, "receipt-total")).toBe("$1,285.63");
  expect(payments(site)).toHaveLength(1);
  await page.reload();
  await untilState(page, "paid");
});

it("takes another card after a decline, and no longer offers the declined one", async (page, site) => {
  const offered = async () => {
    await page.waitForSelector(".saved-card");
    return page.$$eval(".saved-name", (names) => names.map(({ textContent }) => textContent));
  };
  await openInvoice(page, site);
  await chooseNewCard(page);
  await page.reload();
  await page.locator("#change-card").click();
  await untilState(page, "open");
  expect(await offered()).toEqual(["Visa ending in 4242"]);
  await chooseNewCard(page, DECLINED_LATER);
  await pay(page);
  await untilState(page, "open");
  expect(await textOf(page, "notice")).toMatch(/Your card was declined.*Nothing was charged/s);
  expect(await focused(page)).toBe("notice");
  expect(await offered()).toEqual(["Visa ending in 4242"]);
  await page.reload();
  await untilState(page, "open");
  expect(await textOf(page, "notice")).toContain("Your card was declined");
  expect(await offered()).toEqual(["Visa ending in 4242"]);

  await page.locator(".saved-card").click();
  await untilState(page, "quoted");
  await pay(page);
  await untilState(page, "paid");
  expect(await textOf(page, "receipt-card")).toBe("Visa ending in 4242");
  expect(payments(site)).toHaveLength(1);
});

it("renews a quote that expired, and shows the total again when it changed", async (page, site) => {
  await openInvoice(page, site);
  await chooseNewCard(page);
  site.sandbox.control.advance(600_000);
  site.sandbox.control.setFees({ card: "3" });
  await pay(page);
  await page.waitForSelector("#notice:not([hidden])");
  expect(await textOf(page, "notice")).toMatch(/total has changed.*\$1,285\.63.*\$1,287\.50/s);
  expect(payments(site)).toEqual([]);

  // It expires once more, at the same total: nobody needs to be asked again.
  site.sandbox.control.advance(600_000);
  await pay(page);
  await untilState(page, "paid");
  expect(payments(site)).toMatchObject([{ sourceAmount: { value: 1287.5 } }]);
  expect(await textOf(page, "receipt-total")).toBe("$1,287.50");
});

it("pays with a saved card, without typing", async (page, site) => {
  await openInvoice(page, site);
  await fillIn(page);
  await save(page);
  await untilState(page, "quoted");
  await openInvoice(page, site);
  await page.locator(".saved-card").click();
  await untilState(page, "quoted");
  await pay(page);
  await untilState(page, "paid");
  expect(payments(site)).toHaveLength(1);
  expect(site.sandbox.control.state().paymentMethods).toHaveLength(1);
});

it("follows the payment until it arrives, with a document in between", async (page, site) => {
  await openInvoice(page, site);
  await chooseNewCard(page);
  await pay(page);
  await untilPaymentIs(page, "CHARGED");
  site.sandbox.control.requestDocument(payments(site)[0]?.id ?? "", "GOVERNMENT_ISSUED_ID");
  await untilPaymentIs(page, "UNDER_REVIEW");
  await page.waitForSelector(".document-file");
  expect(await textOf(page, "documents")).toContain("A photo of your ID");

  await page.locator(".document button").click();
  expect(await textOf(page, "documents")).toContain("Choose a file first");
  site.sandbox.control.addFault({ operation: "createDocument", kind: "status", status: 400 });
  await chooseDocument(page);
  expect(await page.$eval(".document .error", (error) => (error as HTMLElement).hidden)).toBe(true);
  await page.locator(".document button").click();
  await page.waitForSelector(".document .error:not([hidden])");
  expect(await textOf(page, "documents")).toContain("did not take the file");
  await uploadDocument(page);
  expect(payments(site)).toMatchObject([{ requestedDocuments: [{ isUploaded: true }] }]);
  expect(JSON.stringify(site.sandbox.control.seen({ operation: "createDocument" }))).not.toContain("passport");

  advance(site, "IN_TRANSIT");
  await untilPaymentIs(page, "IN_TRANSIT");
  advance(site, "DEPOSITED");
  await untilPaymentIs(page, "DEPOSITED");
  expect(await textOf(page, "receipt-lead")).toContain("has the money");
  // It does not say when the money is expected any more.
  expect(await isShown(page, "receipt-date-row")).toBe(false);
});

it("says so when there is no such invoice, and when the person is signed out", async (page, site) => {
  await page.goto(addressOf(site, "7"));
  await untilState(page, "missing");
  expect(await textOf(page, "notice")).toContain("couldn’t find");

  await openInvoice(page, site);
  const context = page.browserContext();
  await context.deleteCookie(...(await context.cookies()));
  await fillIn(page);
  await save(page);
  await page.waitForSelector("#notice:not([hidden])");
  expect(await textOf(page, "notice")).toContain("You are signed out");
});
