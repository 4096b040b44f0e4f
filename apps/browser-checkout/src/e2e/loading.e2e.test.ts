import { expect } from "vitest";
import { fillIn, save, untilState } from "../testing/checkout.ts";
import { BOTH, endToEnd, stored } from "../testing/e2e.ts";

const it = endToEnd(BOTH);

it("loads no script when a card is saved: it may be gone, and a browser does not ask for it again", async (page, site) => {
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
