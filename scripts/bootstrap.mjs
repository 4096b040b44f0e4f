// Runs a command of the workspace on a machine that has only Node and npm:
//   node scripts/bootstrap.mjs "turbo run build"
// It fetches the exact pnpm with npx. pnpm installs everything else, including Node 24, and then runs the command with
// `node_modules/.bin` on the PATH. Plain JavaScript without imports from npm: nothing is installed yet.
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The exit code of a test run that ended with a tally: see `tally-reporter.ts`. */
const COUNTED = 3;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const pnpm = packageManager.replace(/\+.*/, "");
const [given = "", ...args] = process.argv.slice(2);
const inside = process.env.BOOTSTRAP_COMMAND !== undefined;
// An environment variable survives npx unchanged, whatever the shell.
const command = process.env.BOOTSTRAP_COMMAND ?? [given, ...args.map((arg) => JSON.stringify(arg))].join(" ");
const isTest = /^test/.test(process.env.npm_lifecycle_event ?? "");
const isWindows = process.platform === "win32";
const installed = () => existsSync(join(root, "node_modules", ".modules.yaml"));
const node24 = join(root, "node_modules", ".bin", "node");

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
delete env.BOOTSTRAP_COMMAND;
if (!isWritable(homedir)) {
  // The user of a container often has no home of their own. npm, pnpm, Deno and the browsers need one for their caches.
  const home = join(root, ".cache", "home");
  mkdirSync(home, { recursive: true });
  env.HOME = home;
  // Keeps a cache that was prepared. npm itself sets the variable to a folder of the missing home.
  if (!isWritable(() => env.npm_config_cache ?? env.NPM_CONFIG_CACHE)) env.npm_config_cache = join(home, ".npm");
}
if (!inside && Object.keys(env).some((name) => /^(?:https?|all)_proxy$/i.test(name))) {
  // The demo and the tests call servers on this machine. Bun and Deno would ask the proxy for these, too.
  // Each program reads only one of the two names, and not the same one.
  const given = [env.no_proxy, env.NO_PROXY].filter(Boolean);
  const hosts = given.includes("*") ? "*" : [...new Set(given), "localhost", "127.0.0.1", "::1"].join();
  Object.assign(env, { no_proxy: hosts, NO_PROXY: hosts });
}
if (isTest) {
  // A developer's own key or base URL must never point a test at the vendor.
  for (const name of Object.keys(env)) if (name.startsWith("PLASTIQ_")) delete env[name];
}

/** @type {import("node:child_process").ChildProcess | undefined} */
let child;
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => stop(signal));

// npm passes a signal on to its shell, which ends without passing it on: the only sign is that the parent has changed.
const parent = process.ppid;
const orphaned = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(orphaned);
  stop("SIGTERM");
}, 100).unref();

/** @param {() => string | undefined} folderOf It can throw: a user without an entry has no home. */
function isWritable(folderOf) {
  try {
    accessSync(folderOf() ?? "", constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Passes a signal on to the command and to everything that it started, and kills what is left after a moment.
 *
 * @param {NodeJS.Signals} signal
 */
function stop(signal) {
  signalAll(signal);
  if (!inside) setTimeout(() => signalAll("SIGKILL"), 1_200).unref();
}

/** @param {NodeJS.Signals} signal */
function signalAll(signal) {
  if (child?.pid === undefined) return;
  try {
    process.kill(inside || isWindows ? child.pid : -child.pid, signal);
  } catch {
    // They have ended by themselves.
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} [more]
 * @returns {Promise<number>}
 */
function run(program, args, more) {
  return new Promise((resolve) => {
    child = spawn(program, args, {
      cwd: root,
      env: { ...env, ...more },
      stdio: "inherit",
      shell: isWindows,
      // A process group of its own: one signal reaches the whole tree, whoever in between does not pass it on.
      detached: !inside && !isWindows,
    });
    child.on("error", (error) => console.error(`Could not start ${program}: ${error.message}`));
    child.on("close", (status) => resolve(status ?? 1));
  });
}

/**
 * Runs a program and shows what it wrote only if it fails.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function runQuietly(program, args) {
  return new Promise((resolve) => {
    /** @type {Buffer[]} */
    const written = [];
    child = spawn(program, args, { cwd: root, env, stdio: ["inherit", "pipe", "pipe"], shell: isWindows });
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => written.push(chunk));
    child.on("error", (error) => written.push(Buffer.from(`Could not start ${program}: ${error.message}\n`)));
    child.on("close", (status) => {
      if (status !== 0) process.stderr.write(Buffer.concat(written));
      resolve(status ?? 1);
    });
  });
}

async function installAndRun() {
  // Node is an optional dependency: one that could not be fetched is missing without an error.
  if (!installed() || !existsSync(node24)) {
    // docs/decisions/2026-11-23-what-a-first-run-fetches.md
    const args = ["--trust-lockfile", "--prefer-offline", "--reporter=append-only"];
    if ((await runQuietly("pnpm", ["install", ...args])) !== 0) {
      console.error("The install failed, so nothing was run. See the lines above.");
      return 1;
    }
  }
  if (!existsSync(node24)) {
    const missing = "Node 24 could not be fetched, or npm has no binary for this system.";
    if (process.env.CI || Number.parseInt(process.versions.node, 10) < 24) {
      console.error(`${missing} Try again, or install Node 24 or newer yourself.`);
      return 1;
    }
    console.log(`${missing} Using your own ${process.version}.`);
  }
  const steps = command.split(" && ");
  for (const step of steps.slice(0, -1)) {
    if ((await run("pnpm", ["--silent", "exec", "--shell-mode", step])) !== 0) return 1;
  }
  return run("pnpm", ["--silent", "exec", "--shell-mode", steps.at(-1) ?? ""]);
}

function startAgain() {
  if (!installed()) {
    console.log(`First run: installing ${pnpm}, Node 24 and the dependencies. This takes up to a minute…`);
  }
  const args = ["--prefer-offline", "-y", `--package=${pnpm}`, "--", "node", "scripts/bootstrap.mjs"];
  return run("npx", args, { BOOTSTRAP_COMMAND: command });
}

const status = inside ? await installAndRun() : await startAgain();
if (inside) process.exit(status);
// Without the reporter's exit code, nothing was counted: an earlier step failed.
if (isTest && status !== 0 && status !== COUNTED) console.log("\n0 passed, 1 failed");
process.exit(status === 0 ? 0 : 1);
