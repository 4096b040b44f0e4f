import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The date that the Worker's platform behaves as of. */
export const COMPATIBILITY_DATE = "2026-01-01";

/** What the Worker asks of its platform: to be told when a client goes away. */
export const COMPATIBILITY_FLAGS = ["enable_request_signal"];

/** The Worker's code over the *built* packages. Without `nodejs_compat`: nothing of Node resolves. */
export async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../targets/worker.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2024",
    conditions: ["workerd", "worker"],
    mainFields: ["module", "main"],
    external: ["cloudflare:workers"],
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
