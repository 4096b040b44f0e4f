import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { bundleWorker } from "runtimes/bundle-worker";
import { type Running, urlAt } from "./serve.ts";

/** Runs a recipe in workerd, over the built packages, with the bindings that its page tells to configure. */
export async function runWorker(file: string, env: Readonly<Record<string, string>>): Promise<Running> {
  const code = await bundleWorker({ file: fileURLToPath(new URL(`../${file}`, import.meta.url)) });
  const texts = Object.entries(env).map(([name, value]) => [name, { type: "text", value }] as const);
  const worker = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    handleStructuredLogs: () => {},
    workers: [
      {
        config: {
          name: "worker",
          compatibilityDate: "2026-01-01",
          compatibilityFlags: ["enable_request_signal"],
          env: {
            ...Object.fromEntries(texts),
            MINT_LIMITER: { type: "rate-limit", namespace: "1001", simple: { limit: 10, period: 60 } },
          },
          manifest: {
            mainModule: "index.js",
            modulesRoot: "/",
            modules: { "index.js": { type: "esm", contents: code } },
          },
        },
      },
    ],
  });
  return { url: urlAt((await worker.ready).port), close: () => worker.dispose() };
}
