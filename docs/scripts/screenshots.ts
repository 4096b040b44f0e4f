// Takes screenshots of the built site into .cache/screenshots: phone and desktop, light and dark.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";
import { chromiumPath } from "runtimes/chromium";

const HOME = fileURLToPath(new URL("..", import.meta.url));
const SITE = join(HOME, ".vitepress/dist");
const TARGET = join(HOME, ".cache/screenshots");
const ORIGIN = "http://site.invalid";

const PAGES = {
  home: "/",
  pci: "/guide/pci.html",
  start: "/start/",
  worker: "/start/workers.html",
  concepts: "/guide/concepts.html",
  payments: "/guide/payments.html",
  payOnce: "/guide/pay-once.html",
  webhooks: "/guide/webhooks.html",
  errors: "/guide/errors.html#all-codes",
  proxies: "/guide/proxies.html#examples",
  migration: "/guide/migration.html",
  testing: "/guide/testing.html#faults",
  security: "/security.html",
  decisions: "/decisions/",
  recipe: "/recipes/express.html",
  paying: "/recipes/paying.html",
  resource: "/resources/payers.html",
  production: "/guide/production.html",
  versioning: "/guide/versioning.html#node-end-of-support",
  reference: "/reference/core/",
  class: "/reference/core/classes/ConnectError.html",
  api: "/reference/core/interfaces/CallOptions.html",
} as const;

/** Serves the built site. A request to any other host is a defect. */
async function serve(page: Page): Promise<void> {
  await page.route("**/*", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const path = join(SITE, decodeURIComponent(pathname), pathname.endsWith("/") ? "index.html" : "");
    if (origin === ORIGIN && existsSync(path)) return route.fulfill({ path });
    console.log(`asked for ${route.request().url()}`);
    process.exitCode = 1;
    await route.abort();
  });
}

mkdirSync(TARGET, { recursive: true });
const wanted = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: await chromiumPath(), args: ["--no-sandbox"] });
for (const width of [375, 1440]) {
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: width === 375 ? 812 : 900 } });
    await serve(page);
    for (const [name, path] of Object.entries(PAGES)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      await page.goto(ORIGIN + path, { waitUntil: "networkidle" });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) console.log(`${name} at ${width}: the page itself scrolls sideways, by ${wide} px`);
      await page.screenshot({ path: join(TARGET, `${name}-${width}-${colorScheme}.png`) });
    }
    await page.close();
  }
}
await browser.close();
