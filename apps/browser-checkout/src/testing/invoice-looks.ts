import type { Page } from "puppeteer-core";
import { fillIn, save } from "./checkout.ts";
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
import type { Look } from "./look.ts";
import type { Place } from "./place.ts";

const SLOW = { kind: "latency", delayMs: 9_000 } as const;

async function paid(page: Page, place: Place): Promise<void> {
  await openInvoice(page, place);
  await chooseNewCard(page);
  await pay(page);
  await untilPaymentIs(page, "CHARGED");
}

async function underReview(page: Page, place: Place): Promise<void> {
  await paid(page, place);
  place.sandbox.control.requestDocument(payments(place)[0]?.id ?? "", "GOVERNMENT_ISSUED_ID");
  await page.waitForSelector(".document");
}

/** Every look of the invoice's page that a person can tell apart, by the name of its screenshot. */
export const INVOICE_LOOKS: Readonly<Record<string, Look>> = {
  "invoice-open": { state: "open", reach: async (page, place) => void (await openInvoice(page, place)) },
  "invoice-saved-cards": {
    state: "open",
    async reach(page, place) {
      await openInvoice(page, place);
      await chooseNewCard(page, "5555555555554444");
      await openInvoice(page, place);
      await chooseNewCard(page);
      await page.click("#change-card");
    },
  },
  "invoice-quoting": {
    state: "quoting",
    async reach(page, place) {
      await openInvoice(page, place);
      place.sandbox.control.addFault({ operation: "createPaymentIntent", ...SLOW });
      await fillIn(page);
      await save(page);
    },
  },
  "invoice-quoted": {
    state: "quoted",
    async reach(page, place) {
      await openInvoice(page, place);
      await chooseNewCard(page);
    },
  },
  "invoice-total-changed": {
    state: "quoted",
    async reach(page, place) {
      await openInvoice(page, place);
      await chooseNewCard(page);
      place.sandbox.control.advance(600_000);
      place.sandbox.control.setFees({ card: "3" });
      await pay(page);
      await page.waitForSelector("#notice:not([hidden])");
    },
  },
  "invoice-sending": {
    state: "sending",
    async reach(page, place) {
      await openInvoice(page, place);
      await chooseNewCard(page);
      place.sandbox.control.addFault({ operation: "retrievePaymentIntent", ...SLOW });
      await pay(page);
    },
  },
  "invoice-paying": {
    state: "paying",
    async reach(page, place) {
      await openInvoice(page, place);
      await chooseNewCard(page);
      place.sandbox.control.addFault({ operation: "createPayment", ...SLOW });
      await pay(page);
    },
  },
  "invoice-declined": {
    state: "open",
    async reach(page, place) {
      await openInvoice(page, place);
      await chooseNewCard(page, DECLINED_LATER);
      await pay(page);
      await page.waitForSelector("#notice:not([hidden])");
    },
  },
  "invoice-paid": { state: "paid", reach: paid },
  "invoice-document": { state: "paid", reach: underReview },
  "invoice-deposited": {
    state: "paid",
    async reach(page, place) {
      await paid(page, place);
      advance(place, "IN_TRANSIT");
      advance(place, "DEPOSITED");
      await untilPaymentIs(page, "DEPOSITED");
    },
  },
  "invoice-refunded": {
    state: "paid",
    async reach(page, place) {
      await underReview(page, place);
      advance(place, "REFUNDED");
      await untilPaymentIs(page, "REFUNDED");
    },
  },
  "invoice-offline": {
    state: "quoted",
    async reach(page, place) {
      await openInvoice(page, place);
      await chooseNewCard(page);
      await page.setOfflineMode(true);
      await page.waitForSelector("#notice:not([hidden])");
    },
  },
  "invoice-missing": {
    state: "missing",
    reach: async (page, place) => void (await page.goto(addressOf(place, "7"))),
  },
};
