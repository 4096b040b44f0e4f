import { fileURLToPath } from "node:url";
import { Miniflare, type MiniflareOptions } from "miniflare";
import { bundleWorker } from "runtimes/bundle-worker";

/** A recipe that runs in workerd. */
export interface RunningWorker {
  readonly origin: string;
  close(): Promise<void>;
}

/** The configuration of a Worker, without its code. Its variables are added to the bindings in `env`. */
type WorkerConfig = Omit<MiniflareOptions["workers"][number]["config"], "name" | "compatibilityDate" | "manifest">;

/** Runs a recipe in workerd, over the built packages, with the configuration that its page tells to make. */
export async function runWorker(
  file: string,
  variables: Readonly<Record<string, string>>,
  config: WorkerConfig,
): Promise<RunningWorker> {
  const code = await bundleWorker({ file: fileURLToPath(new URL(`../${file}`, import.meta.url)) });
  const texts = Object.entries(variables).map(([name, value]) => [name, { type: "text", value }] as const);
  const worker = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    handleStructuredLogs: () => {},
    workers: [
      {
        config: {
          ...config,
          name: "worker",
          compatibilityDate: "2026-01-01",
          env: { ...config.env, ...Object.fromEntries(texts) },
          manifest: {
            mainModule: "index.js",
            modulesRoot: "/",
            modules: { "index.js": { type: "esm", contents: code } },
          },
        },
      },
    ],
  });
  const { origin } = await worker.ready;
  return { origin, close: () => worker.dispose() };
}
