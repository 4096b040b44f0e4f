import type { Browser, Page } from "puppeteer-core";
import { expect } from "vitest";

/** A card that works, by the names of the fields. */
export const CARD = {
  number: "4242 4242 4242 4242",
  expiry: "12/39",
  code: "123",
  name: "Jen Doe",
  line1: "1 Main Street",
  city: "Oakland",
  state: "CA",
  "postal-code": "94601",
};

/** Types values into the fields of these names. */
export async function fillIn(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.type(`input[name="${name}"]`, value);
}

/** Waits until the form says this. */
export const message = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction((text) => document.querySelector("output")?.textContent?.includes(text), {}, text);

/** Returns the names of the fields that are marked as invalid. */
export const invalid = (page: Page): Promise<string[]> =>
  page.$$eval('[aria-invalid="true"]', (inputs) => inputs.map((input) => (input as HTMLInputElement).name));

/** The button while a card is being saved. */
export const BUSY = 'button[aria-disabled="true"]';

/** Returns the ids that the form has handed to the page. */
export const savedIds = (page: Page): Promise<string[]> => page.evaluate("saved") as Promise<string[]>;

/** Records the messages of the form from now on. Returns a function that reads them. */
export async function watchMessages(page: Page): Promise<() => Promise<string[]>> {
  const messages = await page.evaluateHandle(() => {
    const messages: string[] = [];
    const output = document.querySelector("output") as HTMLOutputElement;
    const record = () => messages.at(-1) === output.textContent || messages.push(output.textContent);
    new MutationObserver(record).observe(output, { childList: true, characterData: true, subtree: true });
    return messages;
  });
  return () => messages.jsonValue();
}

/** Returns whether the page asks before it is left. */
export const asks = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const event = document.createEvent("BeforeUnloadEvent") as BeforeUnloadEvent;
    event.initEvent("beforeunload", false, true);
    window.dispatchEvent(event);
    return event.returnValue !== "";
  });

/** Opens a page in a context of its own, and expects no error in it. */
export async function visit(browser: Browser, url: string, run: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => {
    // Firefox also writes this of a connection that broke.
    if (!String(error).includes("Cross-Origin Request Blocked")) problems.push(String(error));
  });
  try {
    await page.goto(url);
    await page.waitForSelector("form");
    await run(page);
    expect(problems).toEqual([]);
  } finally {
    await context.close();
  }
}
