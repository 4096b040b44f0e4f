// Takes a picture of every screen of the page, at four widths, in light, in dark and from right to left, into .screenshots.
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../src/testing/browsers.ts";
import { openCheckout, untilState } from "../src/testing/checkout.ts";
import { CHECKOUT_SCREENS } from "../src/testing/checkout-screens.ts";
import { INVOICE_SCREENS } from "../src/testing/invoice-screens.ts";
import { startSites } from "../src/testing/site.ts";

const folder = fileURLToPath(new URL("../.screenshots", import.meta.url));
const wanted = process.argv.slice(2);
if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const [[site], browser] = await Promise.all([startSites(["node"]), startBrowser("chromium")]);
if (!site) throw new Error("The site was not started.");
for (const [name, { state, afterMint, reach }] of Object.entries({ ...CHECKOUT_SCREENS, ...INVOICE_SCREENS })) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  site.sandbox.control.reset();
  const { page, close } = await openCheckout(browser, site, afterMint && { afterMint: afterMint(site) });
  await reach(page, site);
  await untilState(page, state);
  for (const width of [320, 375, 768, 1_440]) {
    await page.setViewport({ width, height: width < 500 ? 812 : 900 });
    for (const value of ["light", "dark"]) {
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value },
        { name: "prefers-reduced-motion", value: "reduce" },
      ]);
      await page.screenshot({ path: `${folder}/${name}-${width}-${value}.png`, fullPage: true });
    }
    await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
    await page.screenshot({ path: `${folder}/${name}-${width}-rtl.png`, fullPage: true });
    await page.evaluate(() => document.documentElement.removeAttribute("dir"));
  }
  await close();
  console.log(name);
}
await browser.close();
await site.close();
console.log(`\nSee ${folder}`);
