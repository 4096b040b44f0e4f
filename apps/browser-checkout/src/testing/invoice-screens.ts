import type { Page } from "puppeteer-core";
import { fillIn, save } from "./checkout.ts";
import type { Screen } from "./checkout-screens.ts";
import {
  addressOf,
  advance,
  chooseNewCard,
  DECLINED_LATER,
  openInvoice,
  pay,
  payments,
  untilPaymentIs,
} from "./invoice.ts";
import type { Site } from "./site.ts";

const SLOW = { kind: "latency", delayMs: 9_000 } as const;

async function paid(page: Page, site: Site): Promise<void> {
  await openInvoice(page, site);
  await chooseNewCard(page);
  await pay(page);
  await untilPaymentIs(page, "CHARGED");
}

async function underReview(page: Page, site: Site): Promise<void> {
  await paid(page, site);
  site.sandbox.control.requestDocument(payments(site)[0]?.id ?? "", "GOVERNMENT_ISSUED_ID");
  await page.waitForSelector(".document");
}

/** Every screen of the invoice's page that a person can tell apart, by the name of its screenshot. */
export const INVOICE_SCREENS: Readonly<Record<string, Screen>> = {
  "invoice-open": { state: "open", reach: async (page, site) => void (await openInvoice(page, site)) },
  "invoice-saved-cards": {
    state: "open",
    async reach(page, site) {
      await openInvoice(page, site);
      await chooseNewCard(page, "5555555555554444");
      await openInvoice(page, site);
      await chooseNewCard(page);
      await page.click("#change-card");
    },
  },
  "invoice-quoting": {
    state: "quoting",
    async reach(page, site) {
      await openInvoice(page, site);
      site.sandbox.control.addFault({ operation: "createPaymentIntent", ...SLOW });
      await fillIn(page);
      await save(page);
    },
  },
  "invoice-quoted": {
    state: "quoted",
    async reach(page, site) {
      await openInvoice(page, site);
      await chooseNewCard(page);
    },
  },
  "invoice-total-changed": {
    state: "quoted",
    async reach(page, site) {
      await openInvoice(page, site);
      await chooseNewCard(page);
      site.sandbox.control.advance(600_000);
      site.sandbox.control.setFees({ card: "3" });
      await pay(page);
      await page.waitForSelector("#notice:not([hidden])");
    },
  },
  "invoice-sending": {
    state: "sending",
    async reach(page, site) {
      await openInvoice(page, site);
      await chooseNewCard(page);
      site.sandbox.control.addFault({ operation: "retrievePaymentIntent", ...SLOW });
      await pay(page);
    },
  },
  "invoice-paying": {
    state: "paying",
    async reach(page, site) {
      await openInvoice(page, site);
      await chooseNewCard(page);
      site.sandbox.control.addFault({ operation: "createPayment", ...SLOW });
      await pay(page);
    },
  },
  "invoice-declined": {
    state: "open",
    async reach(page, site) {
      await openInvoice(page, site);
      await chooseNewCard(page, DECLINED_LATER);
      await pay(page);
      await page.waitForSelector("#notice:not([hidden])");
    },
  },
  "invoice-paid": { state: "paid", reach: paid },
  "invoice-document": { state: "paid", reach: underReview },
  "invoice-deposited": {
    state: "paid",
    async reach(page, site) {
      await paid(page, site);
      advance(site, "IN_TRANSIT");
      advance(site, "DEPOSITED");
      await untilPaymentIs(page, "DEPOSITED");
    },
  },
  "invoice-refunded": {
    state: "paid",
    async reach(page, site) {
      await underReview(page, site);
      advance(site, "REFUNDED");
      await untilPaymentIs(page, "REFUNDED");
    },
  },
  "invoice-offline": {
    state: "quoted",
    async reach(page, site) {
      await openInvoice(page, site);
      await chooseNewCard(page);
      await page.setOfflineMode(true);
      await page.waitForSelector("#notice:not([hidden])");
    },
  },
  "invoice-missing": {
    state: "missing",
    reach: async (page, site) => void (await page.goto(addressOf(site, "7"))),
  },
};
