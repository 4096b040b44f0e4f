// Runs one of the workspace's scripts on a machine that has only Node and npm:
// fetches the exact pnpm, lets it install everything else (a Node 24 of its own among it), then runs the script.
// Plain JavaScript without imports from npm, because nothing is installed yet.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// What scripts/test.ts ends with when something failed.
const COUNTED = 3;
// Tells the second start, inside npx, that pnpm is on the path.
const INSIDE = "BOOTSTRAP_INSIDE_NPX";
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);
const inside = process.env[INSIDE] !== undefined;
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
delete env[INSIDE];
if (script === "test") {
  // A developer's own key or base URL must never steer a test at the vendor.
  for (const name of Object.keys(env)) if (name.startsWith("PLASTIQ_")) delete env[name];
}

/**
 * @param {string} command
 * @param {string[]} words
 * @param {Record<string, string>} [more]
 */
function run(command, words, more) {
  const { status, error } = spawnSync(command, words, {
    cwd: root,
    env: { ...env, ...more },
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) console.error(`Could not start ${command}: ${error.message}`);
  return status ?? 1;
}

/** With pnpm on the path: installs what is not there yet, and runs the script. */
function installAndRun() {
  const bin = join(root, "node_modules", ".bin", "node");
  // Node is an optional dependency: one that could not be fetched is missing without an error.
  if (!existsSync(join(root, "node_modules", ".modules.yaml")) || !existsSync(bin)) {
    // docs/decisions/2026-11-23-what-a-first-run-fetches.md
    const words = ["--frozen-lockfile", "--trust-lockfile", "--prefer-offline", "--reporter=append-only"];
    if (run("pnpm", ["install", ...words]) !== 0) {
      console.error("The install failed; nothing was run. The lines above say why.");
      return 1;
    }
  }
  if (!existsSync(bin)) {
    const missing = "Node 24 is not there: it could not be fetched, or npm has none for this system.";
    if (process.env.CI || Number.parseInt(process.versions.node, 10) < 24) {
      console.error(`${missing} Try again, or start this with a Node 24 or newer of your own.`);
      return 1;
    }
    console.log(`${missing} This runs on your own, ${process.version}.`);
  }
  return run("pnpm", ["--silent", "run", `run:${script}`, ...args]);
}

/** Lets npx fetch the exact pnpm (once, then it is in npm's cache), and starts this file again with it on the path. */
function startAgain() {
  if (!existsSync(join(root, "node_modules", ".modules.yaml"))) {
    console.log(`First run: installing ${packageManager}, Node 24 and the dependencies. This takes up to a minute…`);
  }
  const words = ["--prefer-offline", "-y", `--package=${packageManager}`, "--", "node", "scripts/bootstrap.mjs"];
  return run("npx", [...words, script, ...args], { [INSIDE]: "1" });
}

// Ctrl-C reaches the script, too: it ends in its own way, and this ends after it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
const underPnpm = (process.env.npm_config_user_agent ?? "").startsWith(`${packageManager.replace("@", "/")} `);
const status = underPnpm || inside ? installAndRun() : startAgain();
if (script === "test" && !inside) {
  // The tests themselves end with 0 or COUNTED, and have printed their tally.
  if (status !== 0 && status !== COUNTED) console.log("0 passed, 1 failed");
  process.exit(status === 0 ? 0 : 1);
}
process.exit(status);
