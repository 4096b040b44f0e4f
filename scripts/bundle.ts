import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

/** A bundled piece of a user's code. */
export interface Bundle {
  readonly text: string;
  readonly minified: number;
  /** Minified and compressed with brotli, in bytes: what is downloaded. */
  readonly compressed: number;
}

/** Bundles `source` as a user's bundler does, resolving its imports from `resolveDir` with the runtime's conditions. */
export async function bundle(source: string, resolveDir: string, conditions: readonly string[]): Promise<Bundle> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: [...conditions],
  });
  const text = outputFiles[0]?.text ?? "";
  return { text, minified: Buffer.byteLength(text), compressed: brotliCompressSync(text).byteLength };
}

/** Prints a bundle's figures, and fails the process when it is above its limit or holds what it must not. */
export function judge(
  name: string,
  { text, minified, compressed }: Bundle,
  limit: number,
  forbidden: readonly RegExp[] = [],
): void {
  const found = forbidden.filter((pattern) => pattern.test(text));
  const fits = compressed <= limit;
  const verdict = fits && found.length === 0 ? "ok  " : "FAIL";
  console.log(`${verdict}  ${name}: ${compressed} bytes of at most ${limit} (minified ${minified})`);
  for (const pattern of found) console.log(`      holds ${pattern}`);
  if (!fits || found.length > 0) process.exitCode = 1;
}
