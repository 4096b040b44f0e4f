import { type BuildOptions, build } from "esbuild";

/** Where a Worker's code is: a file, or a text and the folder that its imports are found from. */
export type WorkerSource = { readonly file: string } | { readonly text: string; readonly resolveDir: string };

/** A Worker as one module, over the *built* packages. Without `nodejs_compat`: nothing of Node resolves. */
export async function bundleWorker(source: WorkerSource): Promise<string> {
  const input: BuildOptions =
    "file" in source
      ? { entryPoints: [source.file] }
      : { stdin: { contents: source.text, loader: "ts", resolveDir: source.resolveDir } };
  const { outputFiles } = await build({
    ...input,
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
  return outputFiles?.[0]?.text ?? "";
}
