import type { Page } from "puppeteer-core";
import { expect } from "vitest";
import { fillIn, save, textOf, type, untilState, VISA } from "../testing/checkout.ts";
import { BOTH, endToEnd } from "../testing/e2e.ts";
import {
  advance,
  chooseNewCard,
  openInvoice,
  pay,
  payments,
  untilPaymentIs,
  uploadDocument,
} from "../testing/invoice.ts";

const it = endToEnd(BOTH);

// Longer than anybody looks.
const SLOW = { kind: "latency", delayMs: 9_000 } as const;

/** Returns what screen readers announce: the live regions that are shown, outside of everything that is busy. */
const announced = (page: Page): Promise<string> =>
  page.$$eval('[role="status"], [role="alert"]', (regions) =>
    regions
      .filter((region) => !region.closest('[aria-busy="true"], [hidden]'))
      .map(({ textContent }) => textContent)
      .join("\n"),
  );

it("announces what it does while a card is being saved", async (page, site) => {
  site.sandbox.control.addFault({ operation: "createPaymentMethod", ...SLOW });
  await fillIn(page);
  await save(page);
  await untilState(page, "tokenizing");
  expect(await announced(page)).toContain("Sending your card");
});

it("announces that it requests the fee of an invoice", async (page, site) => {
  await openInvoice(page, site);
  site.sandbox.control.addFault({ operation: "createPaymentIntent", ...SLOW });
  await fillIn(page);
  await save(page);
  await untilState(page, "quoting");
  expect(await announced(page)).toContain("Asking for the fee");
});

it("announces that it pays an invoice", async (page, site) => {
  await openInvoice(page, site);
  await chooseNewCard(page);
  site.sandbox.control.addFault({ operation: "retrievePaymentIntent", ...SLOW });
  await pay(page);
  await untilState(page, "sending");
  expect(await announced(page)).toContain("Paying your invoice");
});

it("announces each status of a payment, and moves the focus to the confirmation of an uploaded document", async (page, site) => {
  await openInvoice(page, site);
  await chooseNewCard(page);
  await pay(page);
  await untilPaymentIs(page, "CHARGED");
  site.sandbox.control.requestDocument(payments(site)[0]?.id ?? "", "GOVERNMENT_ISSUED_ID");
  await page.waitForSelector(".document-file");
  expect(await announced(page)).toContain("One more thing. We need a document from you");

  await uploadDocument(page);
  await page.waitForFunction(() => {
    const { activeElement } = document;
    return activeElement !== document.body && activeElement?.textContent?.includes("We have received it");
  });

  advance(site, "IN_TRANSIT");
  await untilPaymentIs(page, "IN_TRANSIT");
  advance(site, "DEPOSITED");
  await untilPaymentIs(page, "DEPOSITED");
  expect(await announced(page)).toMatch(/has the money/);
});

/** Replaces texts as a browser does that translates the page, now and whenever they change. */
function translate(): void {
  const translateTexts = (): void => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const originals: Text[] = [];
    while (texts.nextNode()) originals.push(texts.currentNode as Text);
    for (const text of originals) {
      if (!text.nodeValue?.trim() || text.parentElement?.closest("font, [translate=no]")) continue;
      text.replaceWith(Object.assign(document.createElement("font"), { textContent: `«${text.nodeValue}»` }));
    }
  };
  translateTexts();
  new MutationObserver(translateTexts).observe(document.body, { childList: true, subtree: true, characterData: true });
}

/** Records the texts that the page puts into its live regions from now on. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  const said = await page.evaluateHandle(() => {
    const said: string[] = [];
    const listener = new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node instanceof Text) said.push(node.data);
      }
    });
    for (const region of document.querySelectorAll('[role="status"]')) listener.observe(region, { childList: true });
    return said;
  });
  return () => said.jsonValue();
}

it("announces the brand of a card once, not after each digit, and not in another language", async (page) => {
  await page.evaluate(translate);
  const said = await listen(page);
  await type(page, "card-number", VISA);
  expect(await said()).toEqual(["Visa"]);
  expect(await textOf(page, "card-code-hint")).toBe("«3 digits, on the back»");

  await fillIn(page);
  await save(page);
  await untilState(page, "done");
  expect(await textOf(page, "heading")).toBe("«Your card is ready»");
});

it("announces each step once also where the browser translates the page", async (page, site) => {
  await openInvoice(page, site);
  await page.evaluate(translate);
  const said = await listen(page);
  await chooseNewCard(page);
  expect((await said()).filter((text) => text.includes("Asking for the fee"))).toHaveLength(1);
});
