import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles a Worker's source over the *built* packages. Without `nodejs_compat`: nothing of Node resolves. */
export async function bundleWorker(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, loader: "ts", resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
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
