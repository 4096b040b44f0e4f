import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Page } from "playwright-core";
import { chromiumPath } from "runtimes/chromium";
import type { Job } from "../launchers/job.ts";
import type { PageJob } from "../launchers/page.ts";
import { remoteSandbox } from "../remote-sandbox.ts";
import type { Report } from "../report.ts";
import type { SandboxHandle } from "../subject.ts";
import { bundleLauncher } from "./bundle-launcher.ts";

/** Runs the cases in a page of another origin than the sandbox's, with CORS enforced. */
export async function runChromium(job: Job): Promise<Report> {
  const script = await bundleLauncher(new URL("../launchers/page.ts", import.meta.url), { platform: "browser" });
  const sandbox = remoteSandbox(job.addresses);
  const server = await servePage(sandbox);
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const broken = new Promise<never>((_, reject) => page.on("pageerror", reject));
    // It may reject before anything awaits it.
    broken.catch(() => {});
    await lend(page, sandbox);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: script, type: "module" });
    const running = page.evaluate(
      (given) => (globalThis as unknown as { runJob(given: PageJob): Promise<Report> }).runJob(given),
      { job, version: browser.version() },
    );
    return await Promise.race([running, broken]);
  } finally {
    await browser.close();
    server.close();
  }
}

/** Serves an empty page, and an endpoint that mints for it. */
async function servePage(sandbox: SandboxHandle): Promise<Server> {
  const server = createServer(async ({ method, url }, response) => {
    if (method === "POST" && url === "/client-secret") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ clientSecret: await sandbox.mint(), expiresIn: 60_000 }));
      return;
    }
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end("<!doctype html><title>Conformance</title>");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

/** Gives the page control over the sandbox, and its own console output. */
async function lend(page: Page, sandbox: SandboxHandle): Promise<void> {
  const printed: string[] = [];
  page.on("console", (message) => {
    printed.push(message.text());
  });
  const methods: Readonly<Record<string, (...args: never[]) => Promise<unknown>>> = {
    ...sandbox.control,
    request: sandbox.request,
    mint: sandbox.mint,
    spend: sandbox.spend,
    received: sandbox.secondListener.received,
  };
  await page.exposeFunction("callSandbox", (method: string, args: never[]) => methods[method]?.(...args));
  await page.exposeFunction("takePrinted", () => printed.splice(0));
}
