import { execFile } from "node:child_process";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient, mintEndpoint } from "@plastiq-connect/node";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type BuildOptions, build } from "esbuild";
import { Miniflare } from "miniflare";
import { chromium } from "playwright-core";
import { BUN, DENO } from "runtimes/binary";
import { chromiumPath } from "runtimes/chromium";
import { OTHER_NODES } from "runtimes/node";
import type { Minted } from "./minted.ts";

/** A runtime of the demo. */
export interface DemoRuntime {
  readonly name: string;
  /** Mints once against the API at this base URL; undefined where the runtime cannot be had on this machine. */
  readonly mint: ((baseUrl: string) => Promise<Minted>) | undefined;
}

const APP = fileURLToPath(new URL("../../", import.meta.url));
const IN_NODE = new URL("./in-node.ts", import.meta.url);

/** Every runtime, in the order of the matrix. */
export const DEMO_RUNTIMES: readonly DemoRuntime[] = [
  ...[...OTHER_NODES, { version: process.versions.node, path: process.execPath }]
    .sort((a, b) => Number.parseFloat(a.version) - Number.parseFloat(b.version))
    .map(
      ({ path }): DemoRuntime => ({
        name: "Node.js",
        mint: path ? (url) => inProcess([path], IN_NODE, url) : undefined,
      }),
    ),
  { name: "Bun", mint: binary(BUN.path, [], IN_NODE) },
  {
    name: "Deno",
    mint: binary(
      DENO.path,
      ["run", "--no-config", "--node-modules-dir=manual", ...denoRights()],
      new URL("./in-deno.ts", import.meta.url),
    ),
  },
  { name: "workerd", mint: (url) => inWorker("2024-06-01", url) },
  { name: "workerd", mint: (url) => inWorker("2026-01-01", url) },
  { name: "Chromium", mint: inPage },
];

function denoRights(): string[] {
  return ["--allow-env=PLASTIQ_API_KEY,PLASTIQ_ENVIRONMENT,PLASTIQ_BASE_URL", "--allow-net=127.0.0.1"];
}

function binary(path: string | undefined, flags: readonly string[], entry: URL): DemoRuntime["mint"] {
  return path === undefined ? undefined : (url) => inProcess([path, ...flags], entry, url);
}

async function inProcess([program = "", ...flags]: string[], entry: URL, baseUrl: string): Promise<Minted> {
  const outfile = `${APP}.cache/${basename(entry.pathname, ".ts")}.mjs`;
  await mkdir(dirname(outfile), { recursive: true });
  await writeFile(`${outfile}.${process.pid}`, await bundle(entry, { platform: "node", packages: "external" }));
  // Another demo may be running the file from before.
  await rename(`${outfile}.${process.pid}`, outfile);
  const env = { ...process.env, PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: baseUrl, DENO_NO_UPDATE_CHECK: "1" };
  const { stdout } = await promisify(execFile)(program, [...flags, outfile, LOCAL_PAYER_ID], { env, timeout: 30_000 });
  return JSON.parse(stdout);
}

async function inWorker(date: string, baseUrl: string): Promise<Minted> {
  const conditions = ["workerd", "worker"];
  const contents = await bundle(new URL("./in-worker.ts", import.meta.url), {
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions,
  });
  const text = (value: string) => ({ type: "text", value }) as const;
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    workers: [
      {
        config: {
          name: "demo",
          compatibilityDate: date,
          env: {
            PLASTIQ_API_KEY: text(LOCAL_API_KEY),
            PLASTIQ_BASE_URL: text(baseUrl),
            PAYER: text(LOCAL_PAYER_ID),
            DATE: text(date),
          },
          manifest: { mainModule: "index.js", modulesRoot: "/", modules: { "index.js": { type: "esm", contents } } },
        },
      },
    ],
  });
  try {
    return (await (await fetch(await miniflare.ready)).json()) as Minted;
  } finally {
    await miniflare.dispose();
  }
}

async function inPage(baseUrl: string): Promise<Minted> {
  const script = await bundle(new URL("./in-page.ts", import.meta.url), { platform: "browser" });
  const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl });
  const server = createServer((request, response) => {
    if (request.url === "/client-secret") void mint(request, response);
    else response.setHeader("content-type", "text/html").end("<!doctype html><title>Demo</title>");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const mint = mintEndpoint({ client, allowedOrigins: [origin], authorize: () => ({ payerId: LOCAL_PAYER_ID }) });
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    await page.addScriptTag({ content: script, type: "module" });
    return await page.evaluate(
      (version) => (globalThis as unknown as { fetchOnce(version: string): Promise<Minted> }).fetchOnce(version),
      browser.version(),
    );
  } finally {
    await browser.close();
    server.close();
    await client.close();
  }
}

async function bundle(entry: URL, options: BuildOptions): Promise<string> {
  const entryPoints = [fileURLToPath(entry)];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false, ...options });
  return outputFiles?.[0]?.text ?? "";
}
