// Tests that need Chromium's own protocol: a composing keyboard, a lost network, and everything that the
// page sends, writes and stores.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import type { AxeResults } from "axe-core";
import type { HTTPRequest, Page } from "puppeteer-core";
import { describe, expect, it as itAlone, vi } from "vitest";
import { captureFrom, channelsWith } from "../testing/capture.ts";
import { AMEX, fillIn, focused, isShown, save, shownIn, textOf, type, untilState } from "../testing/checkout.ts";
import { CHECKOUT_SCREENS } from "../testing/checkout-screens.ts";
import { ALL, endToEnd, minted, type Step, spends, stored } from "../testing/e2e.ts";
import { startForeignPages } from "../testing/foreign-page.ts";
import { chooseNewCard, openInvoice, pay, payments, untilAsked } from "../testing/invoice.ts";
import { INVOICE_SCREENS } from "../testing/invoice-screens.ts";

const SETTINGS = ALL.filter(({ browser }) => browser === "chromium");
const it = endToEnd(SETTINGS);

const CODE = "0739"; // No port, process id or duration begins with a zero.

it("keeps number, code, secret and key where they belong", async (page, site) => {
  const capture = await captureFrom(page, site);
  await page.reload();
  for (const [fault, state] of [
    [undefined, "done"],
    [{ kind: "status", status: 400 }, "refused"],
    [{ kind: "severed" }, "unknown"],
  ] as const) {
    if (fault) site.sandbox.control.addFault({ operation: "createPaymentMethod", times: null, ...fault });
    await fillIn(page, { "card-number": AMEX, "card-code": CODE });
    await save(page);
    await untilState(page, state);
    if (state === "done") await page.locator("#again").click();
    site.sandbox.control.clearFaults();
  }

  const captured = await capture();
  const secrets = [...new Set(captured["requests to the vendor"].match(/LOCALCLIENTSECRET\w{48}/g))];
  expect(secrets).toHaveLength(3);
  for (const value of [AMEX, CODE, ...secrets]) {
    expect(channelsWith(captured, value)).toEqual(["requests to the vendor"]);
  }
  expect(channelsWith(captured, LOCAL_API_KEY)).toEqual([]);
  expect(captured["requests elsewhere"]).toBe("");
  expect(await page.content()).not.toMatch(new RegExp([AMEX, "3782 822463 10005", ...secrets].join("|")));
});

// Before the next test, which plants in the log.
it("pays an invoice with the keyboard alone, and sends its own server nothing about the card", async (page, site) => {
  const capture = await captureFrom(page, site);
  await openInvoice(page, site);
  await fillIn(page, { "card-number": AMEX, "card-code": CODE });
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("save");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#review-title:focus");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("pay");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#receipt-title:focus");
  expect(payments(site)).toHaveLength(1);

  const captured = await capture();
  for (const value of [AMEX, CODE]) expect(channelsWith(captured, value)).toEqual(["requests to the vendor"]);
  expect(channelsWith(captured, LOCAL_API_KEY)).toEqual([]);
  // The server knows the amounts, and is told none.
  expect(captured["requests to the mint endpoint's server"]).not.toMatch(/1285|1250|sourceAmount|"amount"/);
  expect(captured["requests elsewhere"]).toBe("");
});

it("finds what is planted in each of those places", async (page, site) => {
  const capture = await captureFrom(page, site);
  await page.evaluate(
    async (mintEndpoint, leak) => {
      localStorage.setItem("leak", leak);
      sessionStorage.setItem("leak", leak);
      await cookieStore.set("leak", leak);
      history.replaceState(null, "", `?leak=${leak}`);
      console.log({ leak });
      await (await caches.open("leaks")).put("/leak", new Response(leak));
      await new Promise((resolve) => {
        const opening = indexedDB.open("leaks");
        opening.onupgradeneeded = () => opening.result.createObjectStore("leaks").put(leak, "leak");
        opening.onsuccess = () => resolve(opening.result.close());
      });
      await new Promise((resolve) => {
        Object.assign(new Image(), { onload: resolve, onerror: resolve, src: `/leak.svg?${leak}` });
      });
      const headers = { "end-user-device-id": leak };
      await fetch(mintEndpoint, { method: "POST", credentials: "include", headers, body: leak });
    },
    site.mintEndpoint,
    AMEX,
  );
  // The back end's log takes its way through a pipe.
  await vi.waitFor(async () => {
    const captured = await capture();
    const sites = Object.keys(captured).filter((channel) => !/vendor|elsewhere/.test(channel));
    expect(channelsWith(captured, AMEX)).toEqual(sites);
  }, 20_000);
});

it(
  "keeps what is typed on the way back before the page has loaded, and nothing that the browser filled in",
  async (page, { page: url }) => {
    await fillIn(page);
    const foreign = await startForeignPages();
    await page.goto(`http://127.0.0.1:${foreign.port}`);
    const pictures: HTTPRequest[] = [];
    await page.setRequestInterception(true);
    page.on("request", (request) => {
      if (request.url() === `${url}/picture.png`) pictures.push(request);
      else void request.continue().catch(() => {});
    });
    await page.evaluate(() => void setTimeout(() => history.back()));
    foreign.close();
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>("#card-number")?.value === "4242 4242 4242 4242",
    );
    await vi.waitFor(() => expect(pictures).toHaveLength(1), 20_000);

    await type(page, "card-number", AMEX);
    await page.keyboard.press("Tab");
    const shown = async () =>
      await Promise.all(["card-number", "card-expiry", "card-code"].map((id) => shownIn(page, id)));
    expect((await shown())[0]).toBe("3782 822463 10005");
    for (const picture of pictures) await picture.abort();
    await page.waitForFunction(() => document.readyState === "complete");
    expect(await shown()).toEqual(["3782 822463 10005", "", ""]);
    expect(await textOf(page, "card-brand")).toBe("American Express");
  },
  () => ({
    prepare: (page) =>
      page.evaluateOnNewDocument(() => {
        // As if the browser had saved no more.
        window.addEventListener("pagehide", (event) => event.stopImmediatePropagation(), true);
        // A browser keeps no page with such a listener, but loads it again.
        window.addEventListener("unload", () => {});
        document.addEventListener("readystatechange", () => {
          if (document.readyState === "interactive")
            document.body.append(Object.assign(new Image(), { src: "/picture.png" }));
        });
      }),
  }),
);

it("says at once that the browser is offline, sends nothing, and goes on later", async (page, site) => {
  await fillIn(page);
  await page.setOfflineMode(true);
  await untilState(page, "offline");
  expect(await focused(page)).toBe("address-postal-code");
  expect(await textOf(page, "announcement")).toContain("You are offline");
  await save(page);
  await page.waitForSelector("#notice:focus");
  expect(await textOf(page, "notice")).toContain("You are offline");
  expect([...minted(site), ...spends(site)]).toEqual([]);

  await page.setOfflineMode(false);
  await untilState(page, "back-online");
  await save(page);
  await untilState(page, "done");
  expect(stored(site)).toHaveLength(1);
});

it("pays an invoice once when the network is lost before Pay, and again while it is paid", async (page, site) => {
  await openInvoice(page, site);
  await chooseNewCard(page);
  await page.setOfflineMode(true);
  await page.waitForSelector("#notice:not([hidden])");
  await pay(page);
  await page.waitForSelector("#notice:focus");
  expect(await textOf(page, "notice")).toMatch(/lost the connection.*can’t be paid twice/s);
  expect(payments(site)).toEqual([]);
  await page.setOfflineMode(false);
  await page.waitForSelector("#notice[hidden]");

  site.sandbox.control.addFault({ operation: "createPayment", kind: "latency", delayMs: 2_000 });
  await pay(page);
  await untilAsked(site, 1);
  await page.setOfflineMode(true);
  await vi.waitFor(() => expect(payments(site)).toHaveLength(1), 20_000);
  await page.setOfflineMode(false);
  await untilState(page, "paid");
  expect(payments(site)).toHaveLength(1);
});

it("takes a number from a keyboard that composes it", async (page) => {
  await page.focus("#card-number");
  const cdp = await page.createCDPSession();
  for (const text of ["4", "42", "424", "4242", "42424"]) {
    await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    expect(await shownIn(page, "card-number")).toBe(text);
  }
  await cdp.send("Input.insertText", { text: "4242424242424242" });
  await page.keyboard.press("Tab");
  expect(await shownIn(page, "card-number")).toBe("4242 4242 4242 4242");
});

it("grows with the size of text and with translations, and scrolls in one direction only", async (page, site) => {
  const enlarge = async () => {
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("html { font-size: 200% }");
      document.adoptedStyleSheets = [sheet];
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (text.nodeValue?.trim()) text.nodeValue += " Zahlungskartennummernprüfung";
      }
    });
    await page.setViewport({ width: 320, height: 568 });
    return page.evaluate(() => ({
      text: getComputedStyle(document.body).fontSize,
      width: document.documentElement.scrollWidth,
    }));
  };
  expect(await enlarge()).toEqual({ text: "32px", width: 320 });
  await openInvoice(page, site);
  await chooseNewCard(page);
  expect(await enlarge()).toEqual({ text: "32px", width: 320 });
});

it("prints a receipt in dark letters, and nothing that was typed", async (page) => {
  const light = await page.evaluate(() => getComputedStyle(document.body).color);
  await fillIn(page);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  await page.emulateMediaType("print");
  expect(await isShown(page, "card-number")).toBe(false);
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe(light);
  await page.emulateMediaType();
  await save(page);
  await untilState(page, "done");
  await page.emulateMediaType("print");
  expect([await isShown(page, "receipt-card"), await isShown(page, "continue")]).toEqual([true, false]);
});

const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function expectNoViolations(page: Page, options: object): Promise<void> {
  // Passing rules are not described, because that takes much of the time.
  const all = JSON.stringify({ ...options, resultTypes: ["violations"], selectors: false });
  const { violations } = (await page.evaluate(`axe.run(document, ${all})`)) as AxeResults;
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
}

// A color that is still changing is no color to measure.
const CALM = { name: "prefers-reduced-motion", value: "reduce" };

// As many at a time as there are sites.
const screens = Object.entries({ ...CHECKOUT_SCREENS, ...INVOICE_SCREENS });
const rounds = screens
  .filter((_, at) => at % SETTINGS.length === 0)
  .map((_, round) => screens.slice(round * SETTINGS.length, (round + 1) * SETTINGS.length));
describe.each(rounds.map((round) => ({ round })))(
  "is accessible and no wider than the window, in both directions of reading",
  ({ round }) => {
    itAlone.concurrent.each(round.map(([name, screen], at) => ({ name, screen, setting: SETTINGS[at] })))(
      "in the screen $name",
      async ({ screen: { state, reach, afterMint }, setting = ALL[0] }) => {
        if (!setting) throw new Error("There is no setting.");
        const looked: Step = async (page, site) => {
          await page.emulateMediaFeatures([CALM]);
          await reach(page, site);
          await untilState(page, state);
          await page.evaluate(await axe);
          await expectNoViolations(page, { rules: { "target-size": { enabled: true } } });
          await page.emulateMediaFeatures([CALM, { name: "prefers-color-scheme", value: "dark" }]);
          for (const width of [375, 320]) {
            await page.setViewport({ width, height: 812 });
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
          }
          await expectNoViolations(page, { runOnly: ["color-contrast", "target-size"] });
          await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
          for (const width of [320, 1_440]) {
            await page.setViewport({ width, height: 812 });
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
          }
          await expectNoViolations(page, { rules: { "color-contrast": { enabled: false } } });
        };
        await it.inPage(setting, looked, afterMint && { afterMint: afterMint(it.site(setting)) });
      },
    );
  },
);
