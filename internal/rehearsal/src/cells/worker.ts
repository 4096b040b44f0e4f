import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { createCustomer } from "../customer.ts";
import { installed } from "../registry.ts";
import type { Report } from "../sandbox.ts";
import type { Cell } from "../shop.ts";

const WRANGLER = installed("wrangler");

/** A customer on Cloudflare: what `wrangler deploy` would upload, run in workerd without `nodejs_compat`. */
export function workerCell(): Cell {
  return {
    what: `wrangler ${WRANGLER.version} deploy --dry-run, run in workerd`,
    async run({ rehearsal, sandbox, second }) {
      const customer = createCustomer(rehearsal, "worker", process.execPath);
      await customer.npm("install", "@plastiq-connect/cloudflare");
      const words = ["deploy", "--dry-run", "--outdir", "dist"];
      const quiet = { WRANGLER_SEND_METRICS: "false", WRANGLER_LOG_PATH: join(customer.folder, "log") };
      await customer.run([process.execPath, join(WRANGLER.folder, "bin/wrangler.js"), ...words], quiet);
      const report = await runWorker(readFileSync(join(customer.folder, "dist/index.js"), "utf8"), sandbox.env);
      await customer.minted(report, sandbox, second);
    },
  };
}

async function runWorker(contents: string, bindings: Readonly<Record<string, string>>): Promise<Report> {
  const texts = Object.entries(bindings).map(([name, value]) => [name, { type: "text", value }] as const);
  const manifest = {
    mainModule: "index.js",
    modulesRoot: "/",
    modules: { "index.js": { type: "esm", contents } },
  } as const;
  const config = { name: "worker", compatibilityDate: "2026-01-01", env: Object.fromEntries(texts), manifest };
  const miniflare = new Miniflare({ host: "127.0.0.1", port: 0, workers: [{ config }] });
  try {
    const response = await fetch(await miniflare.ready, { headers: { "cf-connecting-ip": "203.0.113.7" } });
    const text = await response.text();
    if (!response.ok) throw new Error(`The Worker responded with ${response.status}: ${text}`);
    return JSON.parse(text) as Report;
  } finally {
    await miniflare.dispose();
  }
}
