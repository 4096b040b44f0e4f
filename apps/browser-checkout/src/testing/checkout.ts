import type { Browser, HTTPRequest, Page } from "puppeteer-core";
import type { CheckoutState } from "../checkout-state.ts";
import type { InvoiceScreen } from "../invoice/invoice-state.ts";
import type { Site } from "./site.ts";

/** A published test number, as are the next ones: the page is never given another. */
export const VISA = "4242424242424242";
/** A published test number with 15 digits. Its CVV has four. */
export const AMEX = "378282246310005";
/** A published test number that the local sandbox always declines. */
export const DECLINED = "4000000000000002";

/** The size of a page, unless a test changes it. */
const DESKTOP = { width: 1_440, height: 900 } as const;

// A response with an error status, and a server that is away: in the words of Chromium and of Firefox.
const NO_PROBLEM =
  /^Failed to load resource|CORS request did not succeed|can’t establish a connection|connection to .* was interrupted/;

/** Options for {@link openCheckout}. */
export interface Opening {
  /** The path to open. Default `/`. `null` opens nothing. */
  readonly path?: string | null;
  /** Runs before the page is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** Runs after each response of the mint endpoint, before the page sees it. They are counted from 1. */
  readonly afterMint?: (page: Page, count: number) => Promise<void>;
  /** Runs once the page has made a request with a secret, before it leaves the browser. */
  readonly beforeSpend?: (page: Page) => Promise<void>;
}

/** The page in a browser context of its own. */
export interface Opened {
  readonly page: Page;
  /** Errors in the page, and requests that its policy refused. A response with an error status, or none, does not count. */
  readonly problems: string[];
  close(): Promise<void>;
}

/** Opens the page in a browser context of its own. */
export async function openCheckout(
  browser: Browser,
  { page: url, mintEndpoint }: Site,
  opening: Opening = {},
): Promise<Opened> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.setViewport(DESKTOP);
  const problems: string[] = [];
  const note = (text: string): void => {
    if (!NO_PROBLEM.test(text)) problems.push(text);
  };
  page.on("pageerror", (error) => note(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") note(message.text());
  });
  if (opening.afterMint || opening.beforeSpend) await holdRequests(page, mintEndpoint, opening);
  await opening.prepare?.(page);
  const { path = "/" } = opening;
  if (path !== null) await page.goto(url + path);
  return { page, problems, close: () => context.close() };
}

async function holdRequests(page: Page, mintEndpoint: string, { afterMint, beforeSpend }: Opening): Promise<void> {
  await page.exposeFunction("afterMint", (count: number) => afterMint?.(page, count));
  await page.exposeFunction("beforeSpend", () => beforeSpend?.(page));
  await page.evaluateOnNewDocument((mintEndpoint) => {
    const { fetch } = window;
    let mints = 0;
    window.fetch = async (input, init) => {
      const held = window as unknown as { afterMint(count: number): Promise<void>; beforeSpend(): Promise<void> };
      if (String(input).endsWith("/payment-methods")) await held.beforeSpend();
      const response = await fetch(input, init);
      if (String(input) === mintEndpoint) await held.afterMint(++mints);
      return response;
    };
  }, mintEndpoint);
}

/** Lets a minute pass in the page and at the vendor: the secret that lives now expires. */
export async function aMinutePasses(page: Page, { sandbox }: Site): Promise<void> {
  sandbox.control.advance(60_000);
  await page.evaluate(() => {
    const now = Date.now() + 60_000;
    Date.now = () => now;
  });
}

/** The fields as a browser fills them in. */
export const FILLED = {
  "card-number": VISA,
  "card-expiry": "1239",
  "card-code": "123",
  "card-name": "Jen Doe",
  "address-line1": "1 Main Street",
  "address-city": "Oakland",
  "address-state": "CA",
  "address-postal-code": "94601",
} as const;

/** Sets fields as a browser's autofill does: all at once. The focus ends in the last field. */
export async function fillIn(page: Page, values: Partial<Record<keyof typeof FILLED, string>> = {}): Promise<void> {
  await autofill(page, { ...FILLED, ...values });
}

/** Sets only these fields, as a browser's autofill does. */
export async function autofill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate((values) => {
    for (const [id, value] of Object.entries(values)) {
      const input = document.getElementById(id) as HTMLInputElement;
      input.focus();
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }, values);
}

/** Types into a field that is empty, or at the end of its text. */
export async function type(page: Page, id: string, text: string): Promise<void> {
  await page.focus(`#${id}`);
  await page.keyboard.type(text);
}

/** Chooses a country. */
export async function chooseCountry(page: Page, code: string): Promise<void> {
  await page.select("#address-country", code);
}

/** Presses the button that saves the card, and does not wait for the result. */
export async function save(page: Page): Promise<void> {
  await page.locator("#save").click();
}

/** Waits until the page is in a state. */
export async function untilState(page: Page, kind: CheckoutState["kind"] | InvoiceScreen): Promise<void> {
  await page.waitForSelector(`#checkout[data-state="${kind}"]`);
}

/** Returns what a field shows. */
export function shownIn(page: Page, id: string): Promise<string> {
  return page.$eval(`#${id}`, (input) => (input as HTMLInputElement).value);
}

/** Returns the text of an element. */
export function textOf(page: Page, id: string): Promise<string> {
  return page.$eval(`#${id}`, (element) => element.textContent ?? "");
}

/** Returns whether an element is shown. */
export function isShown(page: Page, id: string): Promise<boolean> {
  return page.$eval(`#${id}`, (element) => (element as HTMLElement).offsetParent !== null);
}

/** Returns the id of the focused element. */
export function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.id);
}

/** Holds back the scripts of the page that is opened next. Returns a function that lets them go. */
export async function holdScripts(page: Page): Promise<() => void> {
  const held: HTTPRequest[] = [];
  // At the end of a test, the page closes under a request.
  const go = (request: HTTPRequest) => void request.continue().catch(() => {});
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith(".js")) held.push(request);
    else go(request);
  });
  return () => {
    page.removeAllListeners("request").on("request", go);
    for (const request of held) go(request);
  };
}
