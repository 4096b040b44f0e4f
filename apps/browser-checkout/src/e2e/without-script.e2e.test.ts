import { expect } from "vitest";
import { holdScripts, isShown, textOf, untilState } from "../testing/checkout.ts";
import { BOTH, endToEnd } from "../testing/e2e.ts";
import { addressOf } from "../testing/invoice.ts";

// Firefox turns no JavaScript off for its driver.
const it = endToEnd(BOTH.filter(({ browser }) => browser === "chromium"));

it("says that it is loading while the script of an invoice's page has not arrived", async (page, site) => {
  const release = await holdScripts(page);
  const opened = page.goto(addressOf(site, "1042"));
  await page.waitForSelector("#waiting-text");
  expect(await textOf(page, "waiting-text")).toBe("Loading your invoice…");
  expect(await isShown(page, "waiting-text")).toBe(true);
  release();
  await opened;
  await untilState(page, "open");
  expect(await isShown(page, "waiting-text")).toBe(false);
});

it("says on each page that it needs JavaScript, and shows no form, where it is turned off", async (page, site) => {
  await page.setJavaScriptEnabled(false);
  for (const url of [`${site.page}/`, addressOf(site, "1042")]) {
    await page.goto(url);
    const title = await page.$eval("noscript h2", (title) => [title.textContent, title.checkVisibility()]);
    expect(title).toEqual(["Turn on JavaScript", true]);
    expect(await isShown(page, "card-form")).toBe(false);
  }
});
