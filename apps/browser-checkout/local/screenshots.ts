// Takes a picture of every look of the page, at four widths, in light, in dark and from right to left, into .screenshots.
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../src/testing/browsers.ts";
import { openCheckout, untilState } from "../src/testing/checkout.ts";
import { INVOICE_LOOKS } from "../src/testing/invoice-looks.ts";
import { LOOKS } from "../src/testing/look.ts";
import { startPlaces } from "../src/testing/place.ts";

const folder = fileURLToPath(new URL("../.screenshots", import.meta.url));
const wanted = process.argv.slice(2);
if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const [[place], browser] = await Promise.all([startPlaces(["node"]), startBrowser("chromium")]);
if (!place) throw new Error("The place was not started.");
for (const [name, { state, afterMint, reach }] of Object.entries({ ...LOOKS, ...INVOICE_LOOKS })) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  place.sandbox.control.reset();
  const { page, close } = await openCheckout(browser, place, afterMint && { afterMint: afterMint(place) });
  await reach(page, place);
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
await place.close();
console.log(`\nSee ${folder}`);
