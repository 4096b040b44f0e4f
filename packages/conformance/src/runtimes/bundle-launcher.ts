import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Bundles a launcher with the runner and the cases. The library's packages are used as they were *built*: they are
 * imported from `node_modules` or, for a runtime that takes one file only, bundled from there by its `options`.
 */
export async function bundleLauncher(
  launcher: URL,
  options: BuildOptions = { platform: "node", packages: "external" },
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(launcher)],
    bundle: true,
    format: "esm",
    target: "es2023",
    write: false,
    logLevel: "silent",
    ...options,
  });
  return outputFiles?.[0]?.text ?? "";
}

const written = new Map<string, Promise<string>>();

/** Bundles a launcher once, into a folder from which its imports resolve. Resolves with the path. */
export function writeLauncher(launcher: URL): Promise<string> {
  const writing = written.get(launcher.href) ?? writeWhole(launcher);
  written.set(launcher.href, writing);
  return writing;
}

// Renamed in one step: another process may be reading the old file.
async function writeWhole(launcher: URL): Promise<string> {
  const file = `${PACKAGE}.cache/${basename(launcher.pathname, ".ts")}.mjs`;
  const text = await bundleLauncher(launcher);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
  return file;
}
