// Builds and publishes every public package whose version the registry does not have: `node internal/rehearsal/src/release-publish.ts`.
//
// On a laptop that can only be a rehearsal: pnpm publishes to the public registry unless a user config file says
// otherwise, so that without one this refuses, before anything is started or asked. The world gets packages from the
// release workflow alone, which proves who it is without a token.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { publicPackages } from "checks/public-packages";

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
  // What the repository says itself wins over a user config.
  const own = [".npmrc", ...publicPackages(root).map(({ folder }) => `${folder}/.npmrc`)]
    .filter((path) => existsSync(join(root, path)))
    .find((path) => registriesIn(readFileSync(join(root, path), "utf8")).size > 0);
  if (own) return `${own} names a registry, which wins over the user config.`;
  if (/^\s*["']?(?:registry|registries|namedRegistries)["']?\s*:/m.test(readOr(join(root, "pnpm-workspace.yaml")))) {
    return "pnpm-workspace.yaml names a registry, which wins over the user config.";
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const refusal = publishRefusal(root, process.env);
  if (refusal) {
    console.error(`Nothing was published. ${refusal}\nTo rehearse a release, run \`npm run release:rehearse\`.`);
    process.exit(1);
  }
  // Of the variables, npm obeys this one and pnpm does not: only the file may say where things go.
  const { npm_config_registry: _, NPM_CONFIG_REGISTRY: __, ...env } = process.env;
  const run = (...words: string[]): void => {
    const { status } = spawnSync(process.execPath, words, { cwd: root, env, stdio: "inherit" });
    if (status !== 0) process.exit(status ?? 1);
  };
  const turbo = join(root, "node_modules/turbo/bin/turbo");
  run(turbo, "run", "build", "--filter=./packages/*", "--output-logs=errors-only");
  // A release has one tag, for all packages: its workflow sets it when they are out.
  run(join(root, "node_modules/@changesets/cli/bin.js"), "publish", "--no-git-tag", ...process.argv.slice(2));
}
