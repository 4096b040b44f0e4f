// Publishes the tarballs in a folder, except the versions that the registry already has:
//   node internal/rehearsal/src/release-publish.ts tarballs
// It needs only Node and npm, and runs no code of a dependency: the job that runs it may ask for an identity token.
//
// On a laptop it can only rehearse. npm publishes to the public registry unless a user config file names another, so
// without one this script refuses before it starts or asks anything. Only the release workflow publishes to the world.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { publicPackages } from "../../checks/src/public-packages.ts";
import { inPublishOrder, tarballName } from "./tarballs.ts";

/** Why nothing may be published from here; undefined when it may. Reads files and variables, and nothing else. */
export function publishRefusal(root: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (isReleaseWorkflow(env)) return undefined;
  const config = env.NPM_CONFIG_USERCONFIG;
  if (!config) return "NPM_CONFIG_USERCONFIG names no user config file, so that the public registry would be meant.";
  if (!existsSync(config)) return `There is no user config file ${config}.`;
  const registries = registriesIn(readFileSync(config, "utf8"));
  if (!registries.has("registry")) return `${config} names no registry, so that the public one would be meant.`;
  for (const [key, value] of registries) {
    if (!isLoopback(value)) return `${config}: ${key} is not on this machine.`;
  }
  // The repository's own config overrides a user config.
  const own = [".npmrc", ...publicPackages(root).map(({ folder }) => `${folder}/.npmrc`)]
    .filter((path) => existsSync(join(root, path)))
    .find((path) => registriesIn(readFileSync(join(root, path), "utf8")).size > 0);
  if (own) return `${own} names a registry, which overrides the user config.`;
  if (/^\s*["']?(?:registry|registries|namedRegistries)["']?\s*:/m.test(readOr(join(root, "pnpm-workspace.yaml")))) {
    return "pnpm-workspace.yaml names a registry, which overrides the user config.";
  }
  return undefined;
}

/** The release workflow has the right to an identity token: its packages are traced back to it. */
function isReleaseWorkflow(env: Readonly<Record<string, string | undefined>>): boolean {
  return env.GITHUB_ACTIONS === "true" && Boolean(env.ACTIONS_ID_TOKEN_REQUEST_URL);
}

/** Every line of an npm config that says where a registry is. */
function registriesIn(config: string): ReadonlyMap<string, string> {
  const lines = [...config.matchAll(/^[ \t]*((?:@[^\s=:]+:)?registry)(?:\[\])?[ \t]*=[ \t]*(.*?)[ \t]*\r?$/gm)];
  return new Map(lines.map(([, key = "", value = ""]) => [key, value.replaceAll(/^["']|["']$/g, "")]));
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  return ["127.0.0.1", "[::1]", "localhost"].includes(new URL(url).hostname);
}

function readOr(path: string, otherwise = ""): string {
  return existsSync(path) ? readFileSync(path, "utf8") : otherwise;
}

/** Returns whether the registry has this version. Throws when the registry cannot say. */
function isPublished(id: string, env: NodeJS.ProcessEnv): boolean {
  const { status, stdout, stderr } = npm(["view", id, "version", "--json"], env, "pipe");
  if (status === 0) return stdout.trim() !== "";
  if (`${stdout}${stderr}`.includes("E404")) return false;
  throw new Error(`npm view ${id} failed.\n${stderr}`);
}

function npm(args: readonly string[], env: NodeJS.ProcessEnv, stdio: "pipe" | "inherit") {
  return spawnSync("npm", args, { env, stdio, encoding: "utf8", shell: process.platform === "win32" });
}

function publish(root: string, folder: string, env: NodeJS.ProcessEnv): void {
  for (const { manifest } of inPublishOrder(publicPackages(root))) {
    const id = `${manifest.name}@${manifest.version}`;
    if (isPublished(id, env)) {
      console.log(`${id} is already published.`);
      continue;
    }
    const args = ["publish", join(folder, tarballName(manifest)), "--access", "public", "--ignore-scripts"];
    // A rehearsal has no identity that could sign.
    const signed = isReleaseWorkflow(env) ? ["--provenance"] : [];
    const { status } = npm([...args, ...signed], env, "inherit");
    if (status !== 0) process.exit(status ?? 1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const refusal = publishRefusal(root, process.env);
  if (refusal) {
    console.error(`Nothing was published. ${refusal}\nTo rehearse a release, run \`npm run release:rehearse\`.`);
    process.exit(1);
  }
  // npm would obey these before the file: only the file may say where the packages go.
  const { npm_config_registry: _, NPM_CONFIG_REGISTRY: __, ...env } = process.env;
  publish(root, resolve(process.argv[2] ?? "tarballs"), env);
}
