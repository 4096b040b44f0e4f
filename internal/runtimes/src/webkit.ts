import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import getPort from "get-port";
import { endProcess } from "./end-process.ts";

const DRIVER = "/usr/bin/WebKitWebDriver";
const XVFB = "/usr/bin/Xvfb";
const [BROWSER] = globSync("/usr/lib/*/webkit2gtk-4.*/MiniBrowser");

const LOADED = `
  const { readyState, documentElement } = document;
  return readyState === "complete" && documentElement.dataset.left === undefined;`;

/** A page in WebKitGTK, by the classic WebDriver protocol, which no driver of the other browsers speaks. */
export interface WebKitPage {
  open(url: string): Promise<void>;
  /** Runs the body of a function in the page, and returns its result. */
  run(script: string, ...args: unknown[]): Promise<unknown>;
  /** Clicks on the element that the selector finds. */
  click(selector: string): Promise<void>;
  /** Types into the element that the selector finds. */
  type(selector: string, text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Returns whether WebKitGTK's driver and a display to run it on are installed: Debian's `webkit2gtk-driver` and `xvfb`.
 *
 * @throws Error in CI, where a test in WebKit must not be skipped.
 */
export function hasWebKit(): boolean {
  const here = existsSync(DRIVER) && existsSync(XVFB) && BROWSER !== undefined;
  if (!here && process.env.CI) throw new Error("There is no WebKitGTK here: apt-get install webkit2gtk-driver xvfb.");
  return here;
}

/** Starts a browser on a display of its own. Rejects when it does not start. */
export async function startWebKit(): Promise<WebKitPage> {
  const xvfb = spawn(XVFB, ["-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [display] = await once(xvfb.stdio[3] as NodeJS.ReadableStream, "data");
  const port = await getPort({ host: "127.0.0.1" });
  const driver = spawn(DRIVER, [`--port=${port}`], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: `:${String(display).trim()}`,
      GDK_BACKEND: "x11",
      LIBGL_ALWAYS_SOFTWARE: "1",
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
      // Containers allow no namespaces to put its processes into.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    },
  });
  const stop = async (): Promise<void> =>
    void (await Promise.all([driver, xvfb].map((child) => endProcess(child, "SIGTERM"))));
  try {
    return await session(`http://127.0.0.1:${port}`, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function session(driver: string, stop: () => Promise<void>): Promise<WebKitPage> {
  await listening(driver);
  const options = { binary: BROWSER, args: ["--automation"] };
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
  const { sessionId } = (await command(`${driver}/session`, { capabilities })) as { sessionId: string };
  const at = `${driver}/session/${sessionId}`;
  const find = async (selector: string): Promise<string> => {
    const found = await command(`${at}/element`, { using: "css selector", value: selector });
    return `${at}/element/${Object.values(found as object)[0]}`;
  };
  const run = (script: string, ...args: unknown[]): Promise<unknown> => command(`${at}/execute/sync`, { script, args });
  return {
    async open(url) {
      await run("document.documentElement.dataset.left = 'true'");
      await command(`${at}/url`, { url });
      // On a busy machine the driver responds before the scripts of the new page have run.
      while (!(await run(LOADED))) await setTimeout(20);
    },
    run,
    click: async (selector) => void (await command(`${await find(selector)}/click`, {})),
    type: async (selector, text) => void (await command(`${await find(selector)}/value`, { text })),
    async close() {
      await fetch(at, { method: "DELETE" }).catch(() => {});
      await stop();
    },
  };
}

async function command(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) throw new Error(`WebDriver: ${JSON.stringify(value)}`);
  return value;
}

async function listening(driver: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const ready = await fetch(`${driver}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await setTimeout(100);
  }
  throw new Error("WebKitWebDriver did not start.");
}
