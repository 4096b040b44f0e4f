// A picture of every look of the page, on a desktop and on a phone, in light and in dark, into .screenshots.
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openCheckout, startBrowser, untilState } from "../src/testing/checkout.ts";
import { LOOKS } from "../src/testing/look.ts";
import { startPlaces } from "../src/testing/place.ts";

const folder = fileURLToPath(new URL("../.screenshots", import.meta.url));
const wanted = process.argv.slice(2);
if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const [{ node: place }, browser] = await Promise.all([startPlaces(["node"]), startBrowser()]);
for (const [name, { state, afterMint, reach }] of Object.entries(LOOKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  place.sandbox.control.reset();
  const { page } = await openCheckout(browser, place, afterMint && { afterMint: afterMint(place) });
  await reach(page, place);
  await untilState(page, state);
  for (const [device, width] of [
    ["desktop", 1_440],
    ["phone", 375],
  ] as const) {
    await page.setViewportSize({ width, height: device === "phone" ? 812 : 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/${name}-${device}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.context().close();
  console.log(name);
}
await browser.close();
await place.close();
console.log(`\nSee ${folder}`);
