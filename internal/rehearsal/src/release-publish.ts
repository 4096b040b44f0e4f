// Publishes the tarballs in a folder, except the versions that the registry already has:
//   node internal/rehearsal/src/release-publish.ts tarballs
// It needs only Node and npm, and runs no code of a dependency: the job that runs it may ask for an identity token.
//
// On a laptop it can only rehearse. npm publishes to the public registry unless a user config file names another, so
// without one this script refuses before it starts or asks anything. Only the release workflow publishes to the world.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { publicPackages } from "../../checks/src/public-packages.ts";
import { inPublishOrder, tarballName } from "./tarballs.ts";

/**
 * Returns the registry on this machine to publish to, or undefined in the release workflow: there, npm's configuration
 * decides. Reads files and variables, and nothing else.
 *
 * @throws Error why nothing may be published from here.
 */
export function registryOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (isReleaseWorkflow(env)) return undefined;
  const config = env.NPM_CONFIG_USERCONFIG;
  if (!config) throw new Error("NPM_CONFIG_USERCONFIG names no user config file: npm would publish to the world.");
  if (!existsSync(config)) throw new Error(`There is no user config file ${config}.`);
  const [, registry] =
    /^[ \t]*registry[ \t]*=[ \t]*["']?(.*?)["']?[ \t]*\r?$/m.exec(readFileSync(config, "utf8")) ?? [];
  const url = URL.parse(registry ?? "");
  if (!url || !["127.0.0.1", "[::1]", "localhost"].includes(url.hostname)) {
    throw new Error(`${config} names no registry on this machine.`);
  }
  return url.href;
}

/** The release workflow has the right to an identity token: its packages are traced back to it. */
function isReleaseWorkflow(env: Readonly<Record<string, string | undefined>>): boolean {
  return env.GITHUB_ACTIONS === "true" && Boolean(env.ACTIONS_ID_TOKEN_REQUEST_URL);
}

type Npm = (args: readonly string[], stdio: "pipe" | "inherit") => SpawnSyncReturns<string>;

/** Returns a function that starts npm with this registry, whatever any file or variable says. */
function npmAt(registry: string | undefined): Npm {
  const at = registry === undefined ? [] : [`--registry=${registry}`, `--@plastiq-connect:registry=${registry}`];
  const shell = process.platform === "win32";
  return (args, stdio) => spawnSync("npm", [...args, ...at], { stdio, encoding: "utf8", shell });
}

/** Returns whether the registry has this version. Throws when the registry cannot say. */
function isPublished(id: string, npm: Npm): boolean {
  const { status, stdout, stderr } = npm(["view", id, "version", "--json"], "pipe");
  if (status === 0) return stdout.trim() !== "";
  if (`${stdout}${stderr}`.includes("E404")) return false;
  throw new Error(`npm view ${id} failed.\n${stderr}`);
}

function publish(root: string, folder: string, registry: string | undefined): void {
  const npm = npmAt(registry);
  for (const { manifest } of inPublishOrder(publicPackages(root))) {
    const id = `${manifest.name}@${manifest.version}`;
    if (isPublished(id, npm)) {
      console.log(`${id} is already published.`);
      continue;
    }
    const args = ["publish", join(folder, tarballName(manifest)), "--access", "public", "--ignore-scripts"];
    // A rehearsal has no identity that could sign.
    const signed = registry === undefined ? ["--provenance"] : [];
    const { status } = npm([...args, ...signed], "inherit");
    if (status !== 0) process.exit(status ?? 1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  let registry: string | undefined;
  try {
    registry = registryOf(process.env);
  } catch (error) {
    const { message } = error as Error;
    console.error(`Nothing was published. ${message}\nTo rehearse a release, run \`npm run release:rehearse\`.`);
    process.exit(1);
  }
  publish(root, resolve(process.argv[2] ?? "tarballs"), registry);
}
