import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumPath } from "runtimes/chromium";

/** Starts the Chromium that the tests run in. */
export async function startBrowser(...settings: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: ["--no-sandbox", ...settings] });
}

/** How a page is looked at. */
export interface Look {
  readonly width: number;
  readonly scheme: "dark" | "light";
}

/** Opens a page of its own and collects what went wrong in it: errors, and what its policy refused. */
export async function openPage(
  browser: Browser,
  url: string,
  { width, scheme }: Look = { width: 1440, scheme: "dark" },
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height: width < 700 ? 812 : 900 },
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
}
