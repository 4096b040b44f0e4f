import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { bundleWorker } from "runtimes/bundle-worker";

/** A Worker with a queue. */
export interface RunningQueueWorker {
  readonly origin: string;
  close(): Promise<void>;
}

/** Runs the recipe for Cloudflare Queues in workerd, with the bindings that its page tells to configure. */
export async function runQueueWorker(env: Readonly<Record<string, string>>): Promise<RunningQueueWorker> {
  const code = await bundleWorker({ file: fileURLToPath(new URL("../queues.ts", import.meta.url)) });
  const texts = Object.entries(env).map(([name, value]) => [name, { type: "text", value }] as const);
  const worker = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    handleStructuredLogs: () => {},
    workers: [
      {
        config: {
          name: "webhooks",
          compatibilityDate: "2026-01-01",
          env: {
            ...Object.fromEntries(texts),
            WEBHOOK_CLAIMS: { type: "durable-object", worker: "webhooks", exportName: "ClaimObject" },
            PAYMENT_JOBS: { type: "queue", name: "payment-jobs" },
          },
          exports: { ClaimObject: { type: "durable-object", storage: "sqlite" } },
          triggers: [{ type: "queue", name: "payment-jobs", maxBatchTimeout: 0, maxRetries: 10 }],
          manifest: {
            mainModule: "index.js",
            modulesRoot: "/",
            modules: { "index.js": { type: "esm", contents: code } },
          },
        },
      },
    ],
  });
  const origin = (await worker.ready).origin;
  return { origin, close: () => worker.dispose() };
}
