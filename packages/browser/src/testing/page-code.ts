import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Plugin } from "vitest/config";

const home = fileURLToPath(new URL("../../", import.meta.url));

/** Returns the only example of the README. */
export async function readmeExample(): Promise<string> {
  const examples = [...(await readFile(`${home}README.md`, "utf8")).matchAll(/^```ts\n(.*?)^```$/gms)];
  if (examples.length !== 1 || !examples[0]?.[1])
    throw new Error("The README must have exactly one example in TypeScript.");
  return examples[0][1];
}

/**
 * Provides code for pages as text, bundled with the built package as a user's bundler would do it:
 *
 * - `virtual:readme-example` is the README's example,
 * - `virtual:whole-package` sets the global `plastiqConnect` to all exports.
 */
export function pageCode(): Plugin {
  const pages: Readonly<Record<string, () => string | Promise<string>>> = {
    "virtual:readme-example": readmeExample,
    "virtual:whole-package": () => 'import * as all from "@plastiq-connect/browser"; globalThis.plastiqConnect = all;',
  };
  return {
    name: "page-code",
    resolveId: (id) => (id in pages ? `\0${id}` : undefined),
    async load(id) {
      const contents = await pages[id.slice(1)]?.();
      if (contents === undefined) return undefined;
      const { outputFiles } = await build({
        stdin: { contents, loader: "ts", resolveDir: home },
        bundle: true,
        minify: true,
        format: "iife",
        platform: "browser",
        write: false,
      });
      return `export default ${JSON.stringify(outputFiles[0]?.text)};`;
    },
  };
}
