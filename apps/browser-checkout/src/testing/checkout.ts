import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumPath } from "runtimes/chromium";
import type { CheckoutState } from "../checkout-state.ts";
import type { Place } from "./place.ts";

/** Starts the Chromium that the page is tried in, with CORS and web security on: `--no-sandbox` is its only switch. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: ["--no-sandbox"] });
}

/** A published test number, as are the next two: the page is never given another. */
export const VISA = "4242424242424242";
/** A published test number with 15 digits; its CVV has four. */
export const AMEX = "378282246310005";
/** A published test number that the local sandbox always declines. */
export const DECLINED = "4000000000000002";

/** How large a page is, unless a test makes it smaller. */
export const DESKTOP = { width: 1_440, height: 900 } as const;

/** How a page is opened. */
export interface Opening {
  /** Waited for after each answer of the mint endpoint, before the page sees it; they are counted from 1. */
  readonly afterMint?: (page: Page, count: number) => Promise<void>;
  /** Waited for once the page has sent a spend of a secret, before it leaves the browser. */
  readonly beforeSpend?: (page: Page) => Promise<void>;
}

/**
 * Opens the page in a browser context of its own.
 *
 * `problems` fills with what went wrong in it: errors, and what its policy refused. An answer with an error status, which
 * a browser notes, is none.
 */
export async function openCheckout(
  browser: Browser,
  { page: url, mintEndpoint }: Place,
  { afterMint, beforeSpend }: Opening = {},
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({
    colorScheme: "light",
    viewport: DESKTOP,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) problems.push(text);
  });
  if (afterMint || beforeSpend) {
    await page.exposeFunction("afterMint", (count: number) => afterMint?.(page, count));
    await page.exposeFunction("beforeSpend", () => beforeSpend?.(page));
    await page.addInitScript((mintEndpoint) => {
      const { fetch, afterMint, beforeSpend } = window as unknown as typeof window & {
        afterMint(count: number): Promise<void>;
        beforeSpend(): Promise<void>;
      };
      let mints = 0;
      window.fetch = async (input, init) => {
        if (String(input).endsWith("/payment-methods")) await beforeSpend();
        const answer = await fetch(input, init);
        if (String(input) === mintEndpoint) await afterMint(++mints);
        return answer;
      };
    }, mintEndpoint);
  }
  await page.goto(url);
  return { page, problems };
}

/** A minute passes in the page, and at the vendor's: the secret that lives now is over. */
export async function aMinutePasses(page: Page, { sandbox }: Place): Promise<void> {
  sandbox.control.advance(60_000);
  await page.clock.setFixedTime((await page.evaluate(() => Date.now())) + 60_000);
}

/** Fills the form in, as a browser's autofill does: all at once. The focus ends in the last field. */
export async function fillIn(page: Page, number: string = VISA, code: string = "123"): Promise<void> {
  const values = {
    "card-number": number,
    "card-expiry": "1239",
    "card-code": code,
    "card-name": "Jen Doe",
    "address-line1": "1 Main Street",
    "address-city": "Oakland",
    "address-state": "CA",
    "address-postal-code": "94601",
  };
  await page.evaluate((values) => {
    for (const [id, value] of Object.entries(values)) {
      const input = document.getElementById(id) as HTMLInputElement;
      input.focus();
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }, values);
}

/** Presses the button that saves the card, and does not wait for what comes of it. */
export async function save(page: Page): Promise<void> {
  await page.locator("#save").click();
}

/** Waits until the page says so. */
export async function untilState(page: Page, kind: CheckoutState["kind"]): Promise<void> {
  await page.locator(`#checkout[data-state="${kind}"]`).waitFor();
}
