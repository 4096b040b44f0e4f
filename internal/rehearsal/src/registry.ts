import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import getPort from "get-port";
import { run, startProcess } from "./processes.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** A registry on loopback. */
export interface Registry {
  readonly url: string;
  close(): Promise<unknown>;
}

/**
 * Starts Verdaccio, and makes it the customers' registry.
 *
 * Our names have no uplink: what was not published here does not exist. Everything else comes through the registry that
 * npm is set up with on this machine, once, and is kept for the other customers.
 */
export async function startRegistry({ folder, env, useRegistry }: Rehearsal): Promise<Registry> {
  const uplink = (await run(["npm", "config", "get", "registry"], { cwd: folder, env })).trim();
  const home = join(folder, "registry");
  mkdirSync(home);
  const settings = {
    storage: join(home, "storage"),
    auth: { htpasswd: { file: join(home, "users"), max_users: -1 } },
    uplinks: { others: { url: uplink, cache: true, maxage: "1h", timeout: "60s" } },
    packages: {
      "@plastiq-connect/*": { access: "$all", publish: "$all" },
      "plastiq-connect": { access: "$all", publish: "$all" },
      "**": { access: "$all", proxy: "others" },
    },
    server: { keepAliveTimeout: 60 },
    web: { enable: false },
    max_body_size: "50mb",
    log: { type: "stdout", format: "json", level: "warn" },
  };
  const config = join(home, "config.yaml");
  // Every JSON text is a YAML text.
  writeFileSync(config, JSON.stringify(settings));
  const port = await getPort({ host: "127.0.0.1" });
  const { folder: verdaccio } = installed("verdaccio");
  const words = ["--config", config, "--listen", `127.0.0.1:${port}`];
  const running = startProcess([process.execPath, join(verdaccio, "bin/verdaccio"), ...words], { cwd: home, env });
  const url = `http://127.0.0.1:${port}/`;
  await responds(`${url}-/ping`);
  useRegistry(port);
  return { url, close: running.end };
}

/** Returns the folder and the version of a package that the workspace's root depends on. */
export function installed(name: string): { readonly folder: string; readonly version: string } {
  const require = createRequire(import.meta.url);
  const folders = (require.resolve.paths(name) ?? []).map((path) => join(path, name));
  const folder = folders.find((path) => existsSync(join(path, "package.json")));
  if (!folder) throw new Error(`${name} is not installed.`);
  return { folder, version: require(join(folder, "package.json")).version };
}

async function responds(url: string): Promise<void> {
  for (const until = performance.now() + 30_000; performance.now() < until; ) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The registry does not respond.");
}
