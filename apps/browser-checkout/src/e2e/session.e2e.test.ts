import { expect } from "vitest";
import { fillIn, isShown, save, textOf, untilState } from "../testing/checkout.ts";
import { BOTH, endToEnd } from "../testing/e2e.ts";
import { addressOf, openInvoice } from "../testing/invoice.ts";

const it = endToEnd(BOTH);

it("says that the session of an invoice has ended, and goes on once the person has signed in again", async (page, site) => {
  await openInvoice(page, site);
  const context = page.browserContext();
  const cookies = await context.cookies();
  await context.deleteCookie(...cookies);
  // Its stream of events ends.
  await site.restart();
  await page.waitForFunction(() => document.getElementById("notice")?.textContent?.includes("You are signed out"));
  await context.setCookie(...cookies);
  await page.waitForSelector("#notice[hidden]");
  await fillIn(page);
  await save(page);
  await untilState(page, "quoted");
});

it(
  "shows an invoice that was opened without a session once the person has signed in",
  async (page, site) => {
    await page.goto(addressOf(site, "2042"));
    await untilState(page, "signed-out");
    expect(await textOf(page, "notice")).toContain("Sign in again in another tab");
    await page.evaluate(() => Object.assign(window, { isSignedIn: true }));
    await untilState(page, "open");
    expect(await isShown(page, "notice")).toBe(false);
  },
  () => ({
    path: null,
    // The page's own server signs everybody in, so the cookie is held back.
    prepare: (page) =>
      page.evaluateOnNewDocument(() => {
        const isSignedIn = () => "isSignedIn" in window;
        const { fetch, EventSource } = window;
        window.fetch = (input, init) => fetch(input, isSignedIn() ? init : { ...init, credentials: "omit" });
        window.EventSource = class extends EventSource {
          constructor(url: string | URL) {
            super(url, { withCredentials: isSignedIn() });
          }
        };
      }),
  }),
);

it("finds no invoice where the number in the address would lead elsewhere", async (page, site) => {
  await page.goto(addressOf(site, ".."));
  await untilState(page, "missing");
  expect(await textOf(page, "notice")).toContain("couldn’t find this invoice");
});
