import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import manifest from "../package.json" with { type: "json" };

/** A Node to test in. */
export interface NodeRuntime {
  readonly version: string;
  /** Undefined where the npm packages have no binary of it: they are for Linux on x64 only. */
  readonly path: string | undefined;
}

/** Every Node that is supported, besides the one that the workspace itself runs on. */
export const OTHER_NODES: readonly NodeRuntime[] = Object.entries(manifest.optionalDependencies)
  .filter(([name]) => name.startsWith("node-"))
  .map(([name, alias]) => {
    const path = fileURLToPath(new URL(`../node_modules/${name}/bin/node`, import.meta.url));
    return { version: alias.slice(alias.lastIndexOf("@") + 1), path: existsSync(path) ? path : undefined };
  });
