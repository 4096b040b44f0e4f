import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

/** The launchers, by the runtime they are for. */
export type LauncherName = "node" | "core" | "bun" | "deno" | "workerd" | "page";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Bundles a launcher with the runner and the cases. The library's packages stay as they were *built*: they are imported
 * from `node_modules`, or go into the bundle from there where a runtime takes one file only.
 */
export async function bundleLauncher(name: LauncherName, options: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${PACKAGE}src/launchers/${name}.ts`],
    bundle: true,
    format: "esm",
    target: "es2023",
    write: false,
    logLevel: "silent",
    ...(ONE_FILE[name] ?? { platform: "node", packages: "external" }),
    ...options,
  });
  return outputFiles?.[0]?.text ?? "";
}

const written = new Map<LauncherName, Promise<string>>();

/** The same, written once to where the packages that it imports are found. Its path. */
export function writeLauncher(name: LauncherName): Promise<string> {
  const writing = written.get(name) ?? writeWhole(name);
  written.set(name, writing);
  return writing;
}

// Another process may be reading the file from before.
async function writeWhole(name: LauncherName): Promise<string> {
  const file = `${PACKAGE}.cache/${name}.mjs`;
  const text = await bundleLauncher(name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
  return file;
}

const ONE_FILE: Partial<Record<LauncherName, BuildOptions>> = {
  workerd: { platform: "neutral", mainFields: ["module", "main"], conditions: ["workerd", "worker"] },
  page: { platform: "browser" },
};
