import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A runtime's real binary, past the script that pnpm puts on the path. */
export interface Binary {
  readonly version: string;
  /** Undefined where its npm package has none for this platform. */
  readonly path: string | undefined;
}

function binaryOf(name: string, file: string): Binary {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve(`${name}/package.json`);
  const path = join(dirname(manifest), file);
  return { version: require(manifest).version, path: existsSync(path) ? path : undefined };
}

/** Bun. */
export const BUN: Binary = binaryOf("bun", "bin/bun.exe");

/** Deno. */
export const DENO: Binary = binaryOf("deno", process.platform === "win32" ? "deno.exe" : "deno");
