import puppeteer, { type Browser } from "puppeteer-core";
import { chromiumPath } from "runtimes/chromium";
import { firefoxPath } from "runtimes/firefox";

/** The browsers that the page is tried in, by one driver: CDP for Chromium, WebDriver BiDi for Firefox. */
export type BrowserName = "chromium" | "firefox";

const firefox = firefoxPath();

/** Tells which browsers are installed. The name of a skipped test says what is missing. */
export const INSTALLED: Readonly<Record<BrowserName, boolean>> = { chromium: true, firefox: firefox !== undefined };
if (!firefox) console.warn("Firefox is not installed, so its tests are skipped: apt-get install firefox-esr.");

/** Starts a browser with CORS and web security on: `--no-sandbox` is Chromium's only switch. */
export async function startBrowser(name: BrowserName): Promise<Browser> {
  if (name === "chromium") {
    return await puppeteer.launch({
      executablePath: await chromiumPath(),
      args: ["--no-sandbox"],
      // Otherwise the driver turns features off, some of which the tests are about.
      ignoreDefaultArgs: ["--disable-popup-blocking"],
      defaultViewport: null,
    });
  }
  return await puppeteer.launch({
    browser: "firefox",
    executablePath: firefox ?? "firefox",
    extraPrefsFirefox: { "ui.prefersReducedMotion": 1 },
    defaultViewport: null,
  });
}
