// Runs one of the workspace's scripts on a machine that has only Node and npm:
// fetches the exact pnpm, lets it install everything else (a Node 24 of its own among it), then runs the script.
// Plain JavaScript without imports from npm, because nothing is installed yet.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// What scripts/test.ts ends with when something failed.
const COUNTED = 3;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
if (script === "test") {
  // A developer's own key or base URL must never steer a test at the vendor.
  for (const name of Object.keys(env)) if (name.startsWith("PLASTIQ_")) delete env[name];
}

/** @param {string[]} words */
function pnpm(...words) {
  // Under pnpm itself its own binary is at hand; under npm, npx fetches the exact version once and caches it.
  const own = (process.env.npm_config_user_agent ?? "").startsWith(`${packageManager.replace("@", "/")} `);
  const [command, prefix] = own ? ["pnpm", []] : ["npx", ["--prefer-offline", "-y", packageManager]];
  const { status, error } = spawnSync(command, [...prefix, ...words], {
    cwd: root,
    env,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) console.error(`Could not start ${command}: ${error.message}`);
  return status ?? 1;
}

if (!existsSync(join(root, "node_modules", ".modules.yaml"))) {
  console.log(`First run: installing ${packageManager}, Node 24 and the dependencies. This takes about a minute…`);
  const status = pnpm("install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only");
  if (status !== 0) {
    console.error("The install failed; nothing was run. The lines above say why.");
    if (script === "test") console.log("0 passed, 1 failed");
    process.exit(status);
  }
}
// Ctrl-C reaches the script, too: it ends in its own way, and this ends after it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
const status = pnpm("--silent", "run", `run:${script}`, ...args);
if (script === "test") {
  // The tests themselves end with 0 or COUNTED, and have printed their tally.
  if (status !== 0 && status !== COUNTED) console.log("0 passed, 1 failed");
  process.exit(status === 0 ? 0 : 1);
}
process.exit(status);
