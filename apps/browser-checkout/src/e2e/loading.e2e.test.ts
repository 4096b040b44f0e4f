import { expect } from "vitest";
import { AMEX, fillIn, holdScripts, save, textOf, type, untilState } from "../testing/checkout.ts";
import { BOTH, endToEnd, stored } from "../testing/e2e.ts";

const it = endToEnd(BOTH);

it(
  "keeps what was typed and goes on when Enter is pressed before the script runs",
  async (page, site) => {
    const release = await holdScripts(page);
    const opened = page.goto(site.page);
    await page.waitForSelector("#card-number");
    await type(page, "card-number", AMEX);
    await page.keyboard.press("Enter");
    release();
    await opened;

    expect(page.url()).toBe(`${site.page}/`);
    expect(await textOf(page, "card-brand")).toBe("American Express");
    await fillIn(page);
    await save(page);
    await untilState(page, "done");
  },
  () => ({ path: null }),
);

it("loads no script when a card is saved, because it may be gone and a browser does not request it again", async (page, site) => {
  const scripts = () =>
    page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js")).length);
  const loaded = await scripts();
  await fillIn(page);
  await save(page);
  await untilState(page, "done");
  expect(stored(site)).toHaveLength(1);
  expect(loaded).toBeGreaterThan(0);
  expect(await scripts()).toBe(loaded);
});
