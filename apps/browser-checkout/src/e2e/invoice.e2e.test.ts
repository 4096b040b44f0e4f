import { expect, vi } from "vitest";
import { fillIn, focused, save, textOf, untilState } from "../testing/checkout.ts";
import { EVERY, endToEnd, type Step } from "../testing/e2e.ts";
import { startForeignPages } from "../testing/foreign-page.ts";
import {
  addressOf,
  advance,
  chooseNewCard,
  DECLINED_LATER,
  openInvoice,
  pay,
  payments,
  payUntilAsked,
  untilAsked,
  untilPaymentIs,
} from "../testing/invoice.ts";

const everywhere = endToEnd(EVERY);
// All at once, and some of them start their back end again.
vi.setConfig({ testTimeout: 150_000 });
const it = (name: string, run: Step): void => everywhere(name, run, () => ({ path: null }));

it("shows the fee and the total before the person agrees, and pays exactly that", async (page, place) => {
  await openInvoice(page, place);
  expect(await textOf(page, "summary")).toMatch(/Coffee Beans Supply Co\..*\$1,250\.00/s);
  await chooseNewCard(page);
  expect(await textOf(page, "review")).toMatch(/Visa ending in 4242.*\$1,250\.00.*\$35\.63.*\$1,285\.63/s);
  expect(await textOf(page, "pay-text")).toBe("Pay $1,285.63");
  expect(payments(place)).toEqual([]);
  await pay(page);
  await untilPaymentIs(page, "CHARGED");
  expect(payments(place)).toMatchObject([{ status: "CHARGED", sourceAmount: { value: 1285.63 } }]);
  expect(await textOf(page, "receipt")).toMatch(/Invoice paid.*Visa ending in 4242.*\$35\.63.*\$1,285\.63/s);
  expect(await textOf(page, "receipt-reference")).toBe(payments(place)[0]?.id);
  expect(await focused(page)).toBe("receipt-title");
  // What the page told its own server: no amount.
  const amounts = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(amounts).not.toContain("1285");
});

it("pays once when Pay is pressed twice", async (page, place) => {
  await openInvoice(page, place);
  await chooseNewCard(page);
  await page.click("#pay", { count: 2 });
  await untilState(page, "paid");
  expect(payments(place)).toHaveLength(1);
});

it("goes on where it was when the page is reloaded at any moment", async (page, place) => {
  const number = await openInvoice(page, place);
  await chooseNewCard(page);
  await page.reload();
  await untilState(page, "quoted");
  place.sandbox.control.addFault({ operation: "createPayment", kind: "latency", delayMs: 1_500 });
  await pay(page);
  await untilAsked(place, 1);
  await page.reload();
  await untilState(page, "paid");
  await page.goto(addressOf(place, number));
  await untilState(page, "paid");
  expect(await textOf(page, "receipt-total")).toBe("$1,285.63");
  expect(payments(place)).toHaveLength(1);
});

it("pays once from two tabs, and both show the receipt", async (page, place) => {
  const number = await openInvoice(page, place);
  const other = await page.browserContext().newPage();
  await other.goto(addressOf(place, number));
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
  expect(payments(place)).toHaveLength(1);
  await other.close();
});

it("does not pay for the amounts of another tab", async (page, place) => {
  const number = await openInvoice(page, place);
  const other = await page.browserContext().newPage();
  await other.goto(addressOf(place, number));
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
  expect(payments(place)).toHaveLength(1);
  await other.close();
});

it("shows the receipt to whoever goes back to the page", async (page, place) => {
  const foreign = await startForeignPages();
  await openInvoice(page, place);
  await chooseNewCard(page);
  await pay(page);
  await untilState(page, "paid");
  await page.goto(`http://127.0.0.1:${foreign.port}`);
  await page.evaluate(() => void setTimeout(() => history.back()));
  await untilState(page, "paid");
  foreign.close();
  expect(payments(place)).toHaveLength(1);
});

it("goes on by itself when the server is killed between any two steps, and in the middle of the payment", async (page, place) => {
  await openInvoice(page, place);
  await place.restart();
  await chooseNewCard(page);
  await place.restart();
  place.sandbox.control.addFault({ operation: "createPayment", kind: "latency", delayMs: 2_000 });
  // A browser may send the request over a connection that died with the server.
  await payUntilAsked(page, place);
  await place.restart();
  await untilState(page, "paid");
  expect(await textOf(page, "receipt-total")).toBe("$1,285.63");
  expect(payments(place)).toHaveLength(1);
  await page.reload();
  await untilState(page, "paid");
});

it("takes another card after a decline, and no longer offers the declined one", async (page, place) => {
  const offered = async () => {
    await page.waitForSelector(".saved-card");
    return page.$$eval(".saved-name", (names) => names.map(({ textContent }) => textContent));
  };
  await openInvoice(page, place);
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
  expect(payments(place)).toHaveLength(1);
});

it("renews a quote that expired, and shows the total again when it changed", async (page, place) => {
  await openInvoice(page, place);
  await chooseNewCard(page);
  place.sandbox.control.advance(600_000);
  place.sandbox.control.setFees({ card: "3" });
  await pay(page);
  await page.waitForSelector("#notice:not([hidden])");
  expect(await textOf(page, "notice")).toMatch(/total has changed.*\$1,285\.63.*\$1,287\.50/s);
  expect(payments(place)).toEqual([]);

  // It expires once more, at the same total: nobody needs to be asked again.
  place.sandbox.control.advance(600_000);
  await pay(page);
  await untilState(page, "paid");
  expect(payments(place)).toMatchObject([{ sourceAmount: { value: 1287.5 } }]);
  expect(await textOf(page, "receipt-total")).toBe("$1,287.50");
});

it("pays with a saved card, without typing", async (page, place) => {
  await openInvoice(page, place);
  await fillIn(page);
  await save(page);
  await untilState(page, "quoted");
  await openInvoice(page, place);
  await page.locator(".saved-card").click();
  await untilState(page, "quoted");
  await pay(page);
  await untilState(page, "paid");
  expect(payments(place)).toHaveLength(1);
  expect(place.sandbox.control.state().paymentMethods).toHaveLength(1);
});

it("follows the payment until it arrives, with a document in between", async (page, place) => {
  await openInvoice(page, place);
  await chooseNewCard(page);
  await pay(page);
  await untilPaymentIs(page, "CHARGED");
  place.sandbox.control.requestDocument(payments(place)[0]?.id ?? "", "GOVERNMENT_ISSUED_ID");
  await untilPaymentIs(page, "UNDER_REVIEW");
  await page.waitForSelector(".document-file");
  expect(await textOf(page, "documents")).toContain("A photo of your ID");

  await page.locator(".document button").click();
  expect(await textOf(page, "documents")).toContain("Choose a file first");
  await page.evaluate(() => {
    const file = new File(["%PDF-1.7 an example"], "my passport.pdf", { type: "application/pdf" });
    const files = new DataTransfer();
    files.items.add(file);
    (document.querySelector(".document-file") as HTMLInputElement).files = files.files;
  });
  await page.locator(".document button").click();
  await page.waitForSelector('.document[data-uploaded="true"]');
  expect(payments(place)).toMatchObject([{ requestedDocuments: [{ isUploaded: true }] }]);
  expect(JSON.stringify(place.sandbox.control.seen({ operation: "createDocument" }))).not.toContain("passport");

  advance(place, "IN_TRANSIT");
  await untilPaymentIs(page, "IN_TRANSIT");
  advance(place, "DEPOSITED");
  await untilPaymentIs(page, "DEPOSITED");
  expect(await textOf(page, "receipt-lead")).toContain("has the money");
});

it("says so when there is no such invoice, and when the person is signed out", async (page, place) => {
  await page.goto(addressOf(place, "7"));
  await untilState(page, "missing");
  expect(await textOf(page, "notice")).toContain("couldn’t find");

  await openInvoice(page, place);
  const context = page.browserContext();
  await context.deleteCookie(...(await context.cookies()));
  await fillIn(page);
  await save(page);
  await page.waitForSelector("#notice:not([hidden])");
  expect(await textOf(page, "notice")).toContain("You are signed out");
});
