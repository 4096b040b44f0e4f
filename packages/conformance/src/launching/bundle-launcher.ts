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
    entryPoints: [`${PACKAGE}src/launch/${name}.ts`],
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
  const outfile = `${PACKAGE}.cache/${name}.mjs`;
  const writing = written.get(name) ?? bundleLauncher(name, { write: true, outfile }).then(() => outfile);
  written.set(name, writing);
  return writing;
}

const ONE_FILE: Partial<Record<LauncherName, BuildOptions>> = {
  workerd: { platform: "neutral", mainFields: ["module", "main"], conditions: ["workerd", "worker"] },
  page: { platform: "browser" },
};
