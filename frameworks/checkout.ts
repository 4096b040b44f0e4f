import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { chromiumPath } from "../internal/runtimes/src/chromium.ts";
import { type ReverseProxy, SHOP, startProxy } from "./reverse-proxy.ts";
import { CARD } from "./shop.ts";

/** The local sandbox declines it. */
const DECLINED_CARD = "4000000000000002";
const FIELDS: Readonly<Record<string, string>> = {
  number: CARD,
  expiry: "12/39",
  code: "123",
  name: "Jen Doe",
  line1: "1 Main Street",
  city: "Oakland",
  state: "CA",
  "postal-code": "94601",
  country: "us",
};

/** A checkout page of an application, in Chromium. */
export interface Checkout {
  readonly page: Page;
  /** Errors that the page did not catch. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** Opens the checkout page of an application in Chromium, as the signed-in user, behind a reverse proxy. */
export async function openCheckout(application: string, folder?: string): Promise<Checkout> {
  const proxy = await startProxy(application, folder);
  const browser = await startBrowser(proxy);
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  await context.addCookies([{ name: "session", value: "session-of-jen", url: `https://${SHOP}`, httpOnly: true }]);
  const page = await context.newPage();
  // A busy machine must not look like a broken page.
  page.setDefaultTimeout(120_000);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(`https://${SHOP}/`, { waitUntil: "networkidle" });
  return {
    page,
    problems,
    async close() {
      await browser.close();
      proxy.close();
    },
  };
}

/** Expects a page with a language and a title that fits a phone. */
export async function expectPhonePage(page: Page): Promise<void> {
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  await page.setViewportSize({ width: 375, height });
  expect(await page.title()).toBe("Checkout");
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect(await page.locator("meta[name=viewport]").getAttribute("content")).toMatch(/^width=device-width\b/);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(375);
  await page.setViewportSize({ width, height });
}

/**
 * Opens the page without its script, and expects that it says what is missing. If it has a form all the same, submits a
 * card, and expects no request: the card stays out of URLs and servers.
 */
export async function openWithoutScript({ page }: Checkout, hasForm: boolean): Promise<void> {
  const browser = page.context().browser();
  if (!browser) throw new Error("The page belongs to no browser.");
  const context = await browser.newContext({ javaScriptEnabled: false, ignoreHTTPSErrors: true });
  const still = await context.newPage();
  await still.goto(page.url(), { waitUntil: "networkidle" });
  // By its element: Playwright's search by text leaves it out.
  expect(await still.locator("noscript:visible").textContent()).toBe("To pay, turn on JavaScript.");
  if (hasForm) await expectNothingSent(still);
  await context.close();
}

async function expectNothingSent(still: Page): Promise<void> {
  const sent: string[] = [];
  await still.route("**", (route) => {
    sent.push(`${route.request().method()} ${route.request().url()}`);
    return route.fulfill({ status: 204 });
  });
  await fillIn(still, FIELDS);
  await still.locator('input[name="number"]').press("Enter");
  await still.getByRole("button", { name: "Save card" }).click();
  expect(sent).toEqual([]);
}

/** Types a card with a month that does not exist, and expects that only its input is marked. */
export async function markExpiry(page: Page): Promise<void> {
  await fillIn(page, { ...FIELDS, expiry: "13/39" });
  await page.getByRole("button", { name: "Save card" }).click();
  await page.getByText("Check the marked fields").waitFor();
  const marked = page.locator('input[aria-invalid="true"]');
  await expect
    .poll(() => marked.evaluateAll((inputs) => inputs.map((input) => input.getAttribute("name"))))
    .toEqual(["expiry"]);
}

/** Types a card that the vendor declines. */
export async function declineCard(page: Page): Promise<void> {
  await fillIn(page, { ...FIELDS, number: DECLINED_CARD });
  await page.getByRole("button", { name: "Save card" }).click();
  await page.getByText("Your card was declined").waitFor();
}

/**
 * Types a card, saves it, asks again for the total that did not arrive, agrees to it, and expects that the page asks for
 * nothing more. Meanwhile the browser translates the page.
 */
export async function payWithCard(page: Page): Promise<void> {
  await fillIn(page, FIELDS);
  await page.route("**/payment", (route) => route.abort(), { times: 1 });
  await page.getByRole("button", { name: "Save card" }).click();
  await page.getByText("Saved: Visa ending in 4242").waitFor();
  await translate(page);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("button", { name: "Pay $1,285.63" }).click();
  await page.getByText("Paid. Thank you!").waitFor();
  expect(await page.getByRole("textbox").count()).toBe(0);
}

/** Exchanges every text node of the page, as browsers do that translate it, for the same words. */
async function translate(page: Page): Promise<void> {
  await page.evaluate(`{
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      if (text.parentElement.closest("script, style") || !text.data.trim()) continue;
      const font = document.createElement("font");
      font.textContent = text.data;
      text.replaceWith(font);
    }
  }`);
}

async function fillIn(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.locator(`input[name="${name}"]`).fill(value);
}

async function startBrowser({ port }: ReverseProxy): Promise<Browser> {
  const args = ["--no-sandbox", `--host-resolver-rules=MAP ${SHOP}:443 127.0.0.1:${port}`];
  return await chromium.launch({ executablePath: await chromiumPath(), args });
}
