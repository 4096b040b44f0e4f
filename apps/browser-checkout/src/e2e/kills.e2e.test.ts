import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "puppeteer-core";
import { expect, vi } from "vitest";
import { untilState } from "../testing/checkout.ts";
import { ALL, endToEnd } from "../testing/e2e.ts";
import { chooseNewCard, openInvoice, payments } from "../testing/invoice.ts";
import type { Site } from "../testing/site.ts";

/** `KILL_RUNS=200` runs more of them. */
const RUNS = Number(process.env.KILL_RUNS ?? 20);
const SETTINGS = ALL.filter(({ browser }) => browser === "chromium");
const EACH = Math.ceil(RUNS / SETTINGS.length);

const it = endToEnd(SETTINGS);
// Each run starts a back end once or twice.
vi.setConfig({ testTimeout: 60_000 + EACH * 30_000 });

/** Numbers from 0 to 1 that are the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Does what a person does next. Resolves with what the page shows; undefined while it is loaded anew. */
function goOn(page: Page): Promise<string | undefined> {
  return page
    .evaluate(() => {
      const { state } = (document.getElementById("checkout") as HTMLElement).dataset;
      if (state === "open") document.querySelector<HTMLElement>(".saved-card")?.click();
      if (state === "quoted") document.getElementById("pay")?.click();
      return state;
    })
    .catch(() => undefined);
}

/** Pays an invoice while the back end is killed once or twice. */
async function payThroughKills(page: Page, site: Site, seed: number): Promise<void> {
  const random = randomOf(seed);
  const before = payments(site).length;
  await openInvoice(page, site);
  await page.waitForSelector(".saved-card");
  for (let kills = random() < 0.3 ? 2 : 1; kills > 0; kills--) {
    const killed = sleep(random() * 1_000).then(() => site.restart());
    let isUp = false;
    void killed.then(() => {
      isUp = true;
    });
    while (!isUp) {
      await goOn(page);
      await sleep(20);
    }
    await killed;
    await page.reload();
  }
  await vi.waitFor(async () => expect(await goOn(page)).toBe("paid"), { timeout: 40_000, interval: 50 });
  // The receipt has the reference once the server has written it down.
  await page.waitForSelector("#receipt-reference-row:not([hidden])");
  const reference = await page.$eval("#receipt-reference", (shown) => shown.textContent);
  expect(
    payments(site)
      .map(({ id }) => id)
      .slice(before),
  ).toEqual([reference]);
}

it(`pays every invoice once when the back end is killed at a random moment, ${EACH} times`, async (page, site) => {
  await openInvoice(page, site);
  await chooseNewCard(page);
  // So that a kill has something to interrupt.
  site.sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 60, times: null });
  for (let run = 0; run < EACH; run++) {
    const seed = SETTINGS.findIndex(({ backEnd }) => backEnd === site.backEnd) * EACH + run + 1;
    await payThroughKills(page, site, seed).catch((cause) => {
      throw new Error(`Seed ${seed} failed.`, { cause });
    });
  }
  await untilState(page, "paid");
});
