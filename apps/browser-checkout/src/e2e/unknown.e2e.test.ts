import type { Page } from "puppeteer-core";
import { expect, vi } from "vitest";
import { aMinutePasses, fillIn, focused, isShown, save, shownIn, textOf, untilState } from "../testing/checkout.ts";
import { BOTH, endToEnd, minted, spends, statesOf, stored } from "../testing/e2e.ts";

const it = endToEnd(BOTH);

it(
  "does not know the outcome when a secret expires during its request and is refused",
  async (page, site) => {
    const states = await statesOf(page);
    await fillIn(page);
    await save(page);
    await untilState(page, "unknown");
    expect(await states()).toEqual(["minting", "tokenizing", "unknown"]);
    expect(await textOf(page, "notice")).toContain("don’t know whether your card was saved");
    expect(spends(site).map(({ status }) => status)).toEqual([401]);
    expect([minted(site).length, stored(site).length]).toEqual([1, 0]);
  },
  (site) => ({ beforeSpend: (page) => aMinutePasses(page, site) }),
);

it("does not know the outcome after a 403 of the vendor's for a living secret", async (page, site) => {
  site.sandbox.control.addFault({ operation: "createPaymentMethod", kind: "status", status: 403 });
  await fillIn(page);
  await save(page);
  await untilState(page, "unknown");
  expect([minted(site).length, stored(site).length, spends(site).length]).toEqual([1, 0, 1]);
});

it("does not try again after a severed connection, and says what to check", async (page, site) => {
  site.sandbox.control.addFault({ operation: "createPaymentMethod", kind: "severed", carriedOut: true });
  await fillIn(page);
  await save(page);
  await untilState(page, "unknown");

  // A browser may send a second copy by itself, with the same secret, which works once.
  expect(new Set(spends(site).map(({ bearer, traceId }) => `${bearer?.label} ${traceId}`)).size).toBe(1);
  expect([minted(site).length, stored(site).length]).toEqual([1, 1]);
  const notice = await textOf(page, "notice");
  expect(notice).toMatch(
    /don’t know whether your card was saved.*one that ends in 4242.*if it is there, you are done/is,
  );
  expect(notice).toContain(spends(site)[0]?.traceId);
  expect(await page.$eval("#saved-cards", (link) => link.getAttribute("href"))).toBe(site.sandbox.origin);
  expect(await isShown(page, "card-form")).toBe(false);

  await page.locator("#retry").click();
  await untilState(page, "idle");
  for (const id of ["card-number", "card-code"]) expect(await shownIn(page, id)).toBe("");
  expect(await shownIn(page, "card-name")).toBe("Jen Doe");
});

it("does not try again after a gateway's 503 instead of the response, and says what to check", async (page, site) => {
  await page.evaluate(() => {
    const { fetch } = window;
    window.fetch = async (input, init) => {
      const response = await fetch(input, init);
      const replaced = String(input).endsWith("/payment-methods") && init?.method === "POST";
      return replaced
        ? new Response("Service Unavailable", { status: 503, headers: { "retry-after": "0" } })
        : response;
    };
  });
  await fillIn(page);
  await save(page);
  await untilState(page, "unknown");
  expect(await textOf(page, "notice")).toMatch(/don’t know whether.*one that ends in 4242/is);
  expect([minted(site).length, spends(site).length, stored(site).length]).toEqual([1, 1, 1]);
});

/** Reloads the page, and accepts the browser's dialog about leaving it. Returns the kinds of questions. */
async function reload(page: Page): Promise<string[]> {
  const questions: string[] = [];
  page.on("dialog", (dialog) => {
    questions.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  return questions;
}

it("asks before it is left while a card is being stored, and comes back without knowing the outcome", async (page, site) => {
  site.sandbox.control.addFault({
    operation: "createPaymentMethod",
    kind: "latency",
    delayMs: 8_000,
    carriedOut: true,
  });
  await page.focus("#card-number");
  await fillIn(page);
  await save(page);
  await untilState(page, "tokenizing");
  await vi.waitFor(() => expect(spends(site)).toHaveLength(1), 20_000);

  expect(await reload(page)).toEqual(["beforeunload"]);

  await untilState(page, "unknown");
  const notice = await textOf(page, "notice");
  expect(notice).toMatch(/don’t know whether your card was saved.*was left while.*saved cards/is);
  expect(notice).not.toContain("4242");
  expect(await isShown(page, "card-form")).toBe(false);
  // Nothing of the card was kept.
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, document.cookie]),
  );
  expect(kept).not.toMatch(/4242|1239|\b123\b|Jen/);
  expect(await page.$$eval("input", (inputs) => inputs.map(({ value }) => value).join())).not.toMatch(/4242/);
  expect([minted(site).length, spends(site).length]).toEqual([1, 1]);

  // It stays so until the person has dealt with it.
  await page.reload();
  await untilState(page, "unknown");
  await page.locator("#retry").click();
  await untilState(page, "idle");
  expect(await focused(page)).toBe("card-number");
  await page.reload();
  await untilState(page, "idle");
});

it("lets the user leave without a question when nothing is in progress, and starts again", async (page) => {
  await fillIn(page);
  expect(await reload(page)).toEqual([]);
  await untilState(page, "idle");
  await fillIn(page);
  await save(page);
  await untilState(page, "done");
  expect(await reload(page)).toEqual([]);
  await untilState(page, "idle");
});
