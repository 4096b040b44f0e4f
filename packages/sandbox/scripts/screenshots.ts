// Draws the inspector in both schemes and widths, empty and after a bad night, into .screenshots.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startSandbox } from "../src/server/index.ts";
import { openPage, startBrowser } from "../src/testing/browser.ts";
import { populate } from "../src/testing/populate.ts";
import { populatePayments } from "../src/testing/populate-payments.ts";

const folder = fileURLToPath(new URL("../.screenshots/", import.meta.url));
await mkdir(folder, { recursive: true });
const [empty, full] = await Promise.all([startSandbox({ port: 4010 }).catch(() => startSandbox()), startSandbox()]);
const browser = await startBrowser();
try {
  full.control.onWebhook(() => Response.json({ handled: true }));
  await populate(full);
  full.control.clearFaults();
  await populatePayments(full);
  full.control.addFault({ operation: "createPaymentMethod", kind: "stalled-body", times: null });
  for (const scheme of ["dark", "light"] as const) {
    for (const width of [1440, 1100, 768, 375]) {
      for (const [name, sandbox] of Object.entries({ empty, full })) {
        const { page, problems } = await openPage(browser, sandbox.origin, { width, scheme });
        await page.waitForSelector(".pill[data-state=live]");
        if (name === "full") {
          await page.waitForSelector(".request");
          await page.screenshot({ path: `${folder}${name}-${width}-${scheme}.png`, fullPage: true });
          await page.screenshot({ path: `${folder}top-${width}-${scheme}.png` });
          const opened = page.locator(".open", { hasText: "Request 7," });
          await opened.click();
          await opened.evaluate((button) => button.scrollIntoView({ block: "center" }));
        }
        const suffix = name === "full" ? "opened" : name;
        await page.screenshot({ path: `${folder}${suffix}-${width}-${scheme}.png`, fullPage: name === "empty" });
        for (const problem of problems) console.error(problem);
        await page.context().close();
      }
    }
  }
  const { page } = await openPage(browser, full.origin);
  await page.waitForSelector(".request");
  await full.close();
  await page.waitForSelector("#banner:not([hidden])");
  await page.screenshot({ path: `${folder}lost-1440-dark.png` });
} finally {
  await Promise.all([browser.close(), empty.close(), full.close()]);
}
