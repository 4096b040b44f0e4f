import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { chromiumPath } from "runtimes/chromium";
import { firefoxPath } from "runtimes/firefox";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { asks, BUSY, CARD, fillIn, invalid, message, savedIds, visit, watchMessages } from "./testing/card-form.ts";
import { holdPayments, sendTotal } from "./testing/held-payments.ts";
import { type Pages, type RecipeName, servePages } from "./testing/pages.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const firefox = firefoxPath();
let sandbox: RunningSandbox;
let pages: Pages;

beforeAll(async () => {
  sandbox = await startSandbox();
  pages = await servePages(sandbox.baseUrl);
});
afterAll(async () => {
  pages?.close();
  await sandbox?.close();
});
beforeEach(() => sandbox.control.reset());

const inPage = (browser: Browser, name: RecipeName, run: (page: Page) => Promise<void>): Promise<void> =>
  visit(browser, pages.url(name), run);

describe.each(["chromium", "firefox"] as const)("in %s", (browserName) => {
  let browser: Browser;
  const missing = browserName === "firefox" && !firefox;
  beforeAll(async () => {
    if (missing) return;
    browser =
      browserName === "firefox"
        ? await puppeteer.launch({ browser: "firefox", executablePath: firefox ?? "" })
        : await puppeteer.launch({ executablePath: await chromiumPath(), args: ["--no-sandbox"] });
  });
  afterAll(() => browser?.close());

  describe.skipIf(missing).each(["react", "vue"] as const)("the recipe for %s", (name) => {
    it("stores a card, once, also after a double click", () =>
      inPage(browser, name, async (page) => {
        await fillIn(page, CARD);
        await page.click("button", { count: 2 });
        await message(page, "Saved: Visa ending in 4242");
        expect(sandbox.control.state().paymentMethods).toHaveLength(1);
        expect(sandbox.control.state().clientSecrets).toHaveLength(1);
      }));

    it("says that a card was declined, and takes another one", () =>
      inPage(browser, name, async (page) => {
        await fillIn(page, { ...CARD, number: "4000000000000002" });
        await page.click("button");
        await message(page, "Your card was declined");
        await page.$eval('input[name="number"]', (input) => (input as HTMLInputElement).select());
        await fillIn(page, { number: "4242424242424242" });
        await page.click("button");
        await message(page, "Saved: Visa ending in 4242");
      }));

    it("says that a card which is saved cannot be used yet, and offers no payment with it", () =>
      inPage(browser, name, async (page) => {
        // The local sandbox stores it as inactive.
        await fillIn(page, { ...CARD, number: "4000000000000788" });
        await page.click("button");
        await message(page, "Your card was saved, but it cannot be used yet.");
        expect(sandbox.control.state().paymentMethods).toHaveLength(1);
        expect(await savedIds(page)).toEqual([]);
      }));

    it("names a card without the facts that the vendor leaves out", () =>
      inPage(browser, name, async (page) => {
        await page.evaluate(() => {
          const { fetch } = window;
          window.fetch = async (url, init) => {
            const response = await fetch(url, init);
            if (!String(url).endsWith("/payment-methods")) return response;
            const { id, type } = await response.json();
            return Response.json({ id, type });
          };
        });
        await fillIn(page, CARD);
        await page.click("button");
        await message(page, "Saved: Card ending in ····");
      }));

    it("announces that it saves the card, and asks before it is left meanwhile", () =>
      inPage(browser, name, async (page) => {
        sandbox.control.addFault({ operation: "createPaymentMethod", kind: "latency", delayMs: 8_000 });
        expect(await asks(page)).toBe(false);
        await fillIn(page, CARD);
        await page.click("button");
        await message(page, "Saving your card");
        // Screen readers announce nothing of what is busy.
        expect(await page.$$('[aria-busy="true"] output')).toEqual([]);
        await page.waitForSelector(BUSY);
        expect(await asks(page)).toBe(true);
        await message(page, "Saved: Visa ending in 4242");
        expect(await asks(page)).toBe(false);
      }));

    it("asks before it is left also after a change of route, until the card is stored", () =>
      inPage(browser, name, async (page) => {
        sandbox.control.addFault({ operation: "createPaymentMethod", kind: "latency", delayMs: 8_000 });
        await fillIn(page, CARD);
        await page.click("button");
        await page.waitForSelector(BUSY);
        await page.evaluate("unmount()");
        expect(await page.$("form")).toBeNull();
        expect(await asks(page)).toBe(true);
        await expect.poll(() => asks(page)).toBe(false);
        expect(sandbox.control.state().paymentMethods).toHaveLength(1);
      }));

    it("says on a form that comes back that its card is still being saved, and what became of it", () =>
      inPage(browser, name, async (page) => {
        sandbox.control.addFault({ operation: "createPaymentMethod", kind: "latency", delayMs: 8_000 });
        await fillIn(page, CARD);
        await page.click("button");
        await page.waitForSelector(BUSY);
        await page.evaluate("unmount()");
        await page.evaluate("mount()");
        await message(page, "Saving your card");
        await page.waitForSelector(BUSY);
        await message(page, "Saved: Visa ending in 4242");
        expect(await savedIds(page)).toEqual(sandbox.control.state().paymentMethods.map(({ id }) => id));
      }));

    it("says on a form that comes back later what became of the card, once", () =>
      inPage(browser, name, async (page) => {
        sandbox.control.addFault({
          operation: "createPaymentMethod",
          kind: "severed",
          delayMs: 4_000,
          times: null,
        });
        await fillIn(page, CARD);
        await page.click("button");
        await page.waitForSelector(BUSY);
        await page.evaluate("unmount()");
        expect(await asks(page)).toBe(true);
        await expect.poll(() => asks(page)).toBe(false);
        await page.evaluate("mount()");
        await message(page, "We don’t know whether your card was saved");
        expect(await savedIds(page)).toEqual([]);

        await page.evaluate("unmount()");
        await page.evaluate("mount()");
        await page.waitForSelector("form");
        expect(await page.$eval("output", (output) => output.textContent)).toBe("");
      }));

    it("says nothing about an earlier card on a form that replaces the first", () =>
      inPage(browser, name, async (page) => {
        await fillIn(page, { ...CARD, number: "4000000000000002" });
        await page.click("button");
        await message(page, "Your card was declined");
        await page.evaluate("replace()");
        await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name="number"]')?.value === "");
        expect(await page.$eval("output", (output) => output.textContent)).toBe("");
      }));

    it("shows no card to a person who comes back to the page", () =>
      inPage(browser, name, async (page) => {
        await fillIn(page, CARD);
        await page.goto("data:text/html,elsewhere");
        // The driver would wait for a load, which a page that is shown again as it was does not have.
        await page.evaluate(() => void setTimeout(() => history.back()));
        await page.waitForSelector("form");
        const shown = await page.$$eval('[autocomplete^="cc-"]', (inputs) =>
          inputs.map((input) => (input as HTMLInputElement).value),
        );
        expect(shown).toEqual(["", "", "", ""]);
      }));

    it("shows no card to a person who comes back to a form that the application only hid", () =>
      inPage(browser, name, async (page) => {
        const inputs = await page.evaluateHandle(() => [
          ...document.querySelectorAll<HTMLInputElement>('[autocomplete^="cc-"]'),
        ]);
        const values = () => inputs.evaluate((inputs) => inputs.map(({ value }) => value));
        await fillIn(page, CARD);
        await page.evaluate("hide(true)");
        await expect.poll(values).toEqual(["", "", "", ""]);
        await page.evaluate("hide(false)");
        await page.waitForSelector("form", { visible: true });
        // The same fields, which are cleared again.
        await fillIn(page, CARD);
        expect((await values())[0]).toBe(CARD.number);
        await page.evaluate(() => void window.dispatchEvent(new PageTransitionEvent("pagehide")));
        expect(await values()).toEqual(["", "", "", ""]);
      }));

    it("says nothing about an earlier card on a form that the application only hid", () =>
      inPage(browser, name, async (page) => {
        await fillIn(page, CARD);
        await page.click("button");
        await message(page, "Saved: Visa ending in 4242");
        await page.evaluate("hide(true)");
        await page.evaluate("hide(false)");
        await page.waitForFunction(() => document.querySelector("output")?.textContent === "");
        await page.waitForSelector("form", { visible: true });
      }));

    it("shows no card in a dialog that is opened again", () =>
      inPage(browser, name, async (page) => {
        await page.evaluate(() => {
          const { mount, unmount } = window as unknown as { mount(parent: Node): void; unmount(): void };
          unmount();
          const dialog = document.body.appendChild(document.createElement("dialog"));
          dialog.showModal();
          mount(dialog);
        });
        await page.waitForSelector("dialog form", { visible: true });
        await fillIn(page, CARD);
        await page.keyboard.press("Escape");
        await page.waitForSelector("form", { hidden: true });
        const shown = () =>
          page.$$eval('[autocomplete^="cc-"]', (inputs) => inputs.map((input) => (input as HTMLInputElement).value));
        await expect.poll(shown).toEqual(["", "", "", ""]);
      }));

    it("leaves no card behind in its fields, also in a shadow root, and lets no spell checker read it", () =>
      inPage(browser, name, async (page) => {
        const inputs = await page.evaluateHandle(async () => {
          const { mount, unmount } = window as unknown as { mount(parent: Node): void; unmount(): void };
          unmount();
          const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
          mount(root);
          while (!root.querySelector("form")) await new Promise(requestAnimationFrame);
          const other = document.body.appendChild(document.createElement("input"));
          other.autocomplete = "cc-number";
          return [...root.querySelectorAll<HTMLInputElement>('[autocomplete^="cc-"]'), other];
        });
        const fill = () =>
          inputs.evaluate((inputs) => {
            for (const input of inputs) input.value = "4242";
          });
        const values = () => inputs.evaluate((inputs) => inputs.map(({ value }) => value));
        await fill();
        await page.evaluate(() => void window.dispatchEvent(new PageTransitionEvent("pagehide")));
        expect(await values()).toEqual(["", "", "", "", "4242"]);
        await fill();
        await page.evaluate("unmount()");
        await expect.poll(values).toEqual(["", "", "", "", "4242"]);
        const isChecked = await inputs.evaluate((inputs) => inputs.map(({ spellcheck }) => spellcheck));
        expect(isChecked.slice(0, 4)).toEqual([false, false, false, false]);
      }));

    it("keeps the focus on its button while a card is being saved, and saves no second card meanwhile", () =>
      inPage(browser, name, async (page) => {
        sandbox.control.addFault({ operation: "createPaymentMethod", kind: "latency", delayMs: 8_000 });
        await fillIn(page, CARD);
        const messages = await watchMessages(page);
        await page.focus("button");
        await page.keyboard.press("Enter");
        await message(page, "Saving your card");
        await page.$eval('input[name="number"]', (input) => {
          (input as HTMLInputElement).value = "5555555555554444";
        });
        await page.keyboard.press("Enter");
        await message(page, "Saved: Visa ending in 4242");
        // A refused second card would have ended the announcement of the first.
        expect(await messages()).toEqual(["Saving your card…", "Saved: Visa ending in 4242"]);
        expect(await page.$eval("button", (button) => button === document.activeElement)).toBe(true);
        expect(sandbox.control.state().paymentMethods).toHaveLength(1);
      }));

    it("says what it waits for, pays nothing while it saves a card, and saves no card while it pays", () =>
      inPage(browser, name, async (page) => {
        await holdPayments(page);
        await page.evaluate("replace(true)");
        await page.waitForSelector("h1");
        await fillIn(page, CARD);
        await page.click('[type="submit"]');
        await sendTotal(page);
        await page.waitForSelector('[type="button"][aria-disabled="false"]');

        sandbox.control.addFault({ operation: "createPaymentMethod", kind: "latency", delayMs: 8_000 });
        await fillIn(page, { ...CARD, number: "5555555555554444" });
        await page.click('[type="submit"]');
        await page.waitForSelector('[type="button"][aria-disabled="true"]');
        await page.click('[type="button"]');
        await message(page, "Saved: Mastercard ending in 4444");
        await sendTotal(page);
        await page.waitForSelector('[type="button"][aria-disabled="false"]');
        expect(await page.evaluate("paid")).toEqual([]);

        await page.click('[type="button"]');
        await page.waitForSelector('[type="submit"][aria-disabled="true"]');
        const messages = await watchMessages(page);
        await fillIn(page, CARD);
        await page.click('[type="submit"]');
        expect(await page.$eval('[role="status"]', (status) => status.textContent)).toBe("Paying…");
        expect(await messages()).toEqual([]);
        expect(await page.evaluate("paid")).toEqual([sandbox.control.state().paymentMethods[1]?.id]);
      }));

    it("marks the fields that were refused, and focuses the first one", () =>
      inPage(browser, name, async (page) => {
        await fillIn(page, { ...CARD, expiry: "13/39", "postal-code": "9" });
        await page.click("button");
        await message(page, "Check the marked fields");
        expect(await invalid(page)).toEqual(["expiry", "postal-code"]);
        await page.waitForSelector('[name="expiry"]:focus');
        expect(sandbox.control.state().paymentMethods).toEqual([]);
      }));

    it("does not repeat a card whose outcome is unknown", () =>
      inPage(browser, name, async (page) => {
        sandbox.control.addFault({ operation: "createPaymentMethod", kind: "severed", times: null });
        await fillIn(page, CARD);
        await page.click("button");
        await message(page, "We don’t know whether your card was saved");
        expect(sandbox.control.state().clientSecrets).toHaveLength(1);
      }));
  });
});
