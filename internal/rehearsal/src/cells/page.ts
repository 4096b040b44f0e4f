import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumPath } from "runtimes/chromium";
import { createCustomer } from "../customer.ts";
import { startProcess } from "../processes.ts";
import { installed } from "../registry.ts";
import type { Report } from "../sandbox.ts";
import type { Cell } from "../shop.ts";

const VITE = installed("vite");

/** A customer's page: built by Vite for production, served by their own server, opened in Chromium. */
export async function pageCell(): Promise<Cell> {
  const executablePath = await chromiumPath().catch((error: Error) => error);
  return {
    what: `Vite ${VITE.version}, production build, in Chromium`,
    missing: executablePath instanceof Error ? executablePath.message : undefined,
    async run({ rehearsal, sandbox, second }) {
      if (executablePath instanceof Error) throw executablePath;
      const customer = createCustomer(rehearsal, "page", process.execPath);
      await customer.npm("install", "@plastiq-connect/browser", "@plastiq-connect/node");
      await customer.run([process.execPath, join(VITE.folder, "bin/vite.js"), "build", "--logLevel", "warn"]);
      const server = startProcess([process.execPath, "server.js"], {
        cwd: customer.folder,
        env: { ...customer.env, ...sandbox.env, PAYER: sandbox.payer },
      });
      try {
        const { origin } = JSON.parse((await server.prints(/^\{.*\}$/m))[0]);
        const report = await visit(executablePath, `${origin}/?base-url=${sandbox.baseUrl}`);
        await customer.minted(report, sandbox, second);
      } finally {
        await server.end();
      }
    },
  };
}

async function visit(executablePath: string, url: string): Promise<Report> {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const trouble: string[] = [];
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("console", (message) => trouble.push(message.text()));
    await page.goto(url);
    // A string, because this file is checked without a page's types.
    await page.waitForFunction("document.querySelector('output').value !== ''", undefined, { timeout: 20_000 });
    const said = String(await page.evaluate("document.querySelector('output').value"));
    if (!said.startsWith("{")) throw new Error([said, ...trouble].join("\n"));
    return JSON.parse(said);
  } finally {
    await browser.close();
  }
}
