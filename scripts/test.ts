// Everything that must pass before a change lands, in one run. Its last line adds up all that ran.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumPath } from "runtimes/chromium";

/** One part of the run. */
interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /**
   * What the step counts: `exit` is one test that passes when the command exits with 0; `line` is the last line
   * `N passed, N failed` that the command prints; `vitest` is vitest's JSON report.
   */
  readonly counts: "exit" | "line" | "vitest";
  readonly env?: Readonly<Record<string, string>>;
}

/** How many tests passed and failed. */
interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const reports = mkdtempSync(join(tmpdir(), "plastiq-connect-test-"));
// A hundred processes load the same modules: each is compiled once.
const ENV = { ...process.env, NODE_COMPILE_CACHE: join(reports, "compiled") };
const vitest = (name: string, ...words: string[]): Step => ({
  name,
  command: ["vitest", "run", ...words, "--reporter=dot", "--reporter=json", `--outputFile.json=${reportOf(name)}`],
  counts: "vitest",
});
const turbo = (task: string): Step => ({
  name: task,
  command: ["turbo", "run", task, "--output-logs=errors-only", "--log-order=grouped"],
  counts: "exit",
});

const AT_ONCE = 2;

// First the build, and beside it what does not need it.
const BUILD: readonly Step[] = [
  turbo("build"),
  { name: "lint", command: ["biome", "check", "."], counts: "exit" },
  { name: "versions and ranges", command: ["node", "scripts/check-packages.ts"], counts: "exit" },
  { name: "changesets", command: ["node", "scripts/check-changeset.ts"], counts: "exit" },
];

// Then these, two at a time as well, in this order: the long ones first, so that both ends come together.
const CHECKS: readonly Step[] = [
  vitest("tests", "--exclude=packages/core/**"),
  // Counting what is covered slows everything down: only where it is asked for. Of what comes from a cache, V8 counts
  // less precisely.
  { ...vitest("tests of core", "packages/core", "--coverage"), env: { NODE_DISABLE_COMPILE_CACHE: "1" } },
  { name: "conformance", command: ["node", "packages/conformance/src/launch-all.ts"], counts: "line" },
  { name: "types", command: ["node", "scripts/typecheck.ts"], counts: "line" },
  turbo("check"),
  vitest("tests in Chromium", "--config", "packages/browser/vitest.browser.config.ts"),
  { name: "documentation", command: ["node", "docs/scripts/check-docs.ts"], counts: "exit" },
  { name: "what users can write", command: ["node", "scripts/check-api.ts"], counts: "exit" },
  { name: "tarballs", command: ["node", "scripts/check-tarballs.ts"], counts: "exit" },
  { name: "unused code", command: ["knip"], counts: "exit" },
  { name: "demo", command: ["node", "apps/demo/src/demo.ts"], counts: "exit" },
];

function reportOf(name: string): string {
  return join(reports, `${name.replaceAll(" ", "-")}.json`);
}

function run({ name, command, counts, env }: Step): Promise<Tally> {
  const [program = "", ...words] = command;
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(program, words, { env: { ...ENV, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("error", (error) => {
      output += error.message;
    });
    child.on("close", (status) => {
      const tally = count(status, output);
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      console.log(`\n=== ${name}: ${tally.passed} passed, ${tally.failed} failed, ${seconds} s`);
      if (tally.failed > 0 || counts === "line") console.log(output.trim());
      resolve(tally);
    });
  });

  function count(status: number | null, output: string): Tally {
    const counted = counts === "exit" ? undefined : counts === "line" ? lastLine(output) : vitestReport(name);
    // A command that fails without a failed test failed as a whole: a crash, a coverage below its threshold.
    if (status === 0) return counted ?? (counts === "exit" ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
    return { passed: counted?.passed ?? 0, failed: Math.max(1, counted?.failed ?? 0) };
  }
}

function lastLine(output: string): Tally | undefined {
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output.trim()) ?? [];
  return passed === undefined ? undefined : { passed: Number(passed), failed: Number(failed) };
}

function vitestReport(name: string): Tally | undefined {
  try {
    const report = JSON.parse(readFileSync(reportOf(name), "utf8"));
    return { passed: report.numPassedTests, failed: report.numFailedTests };
  } catch {
    return undefined;
  }
}

let passed = 0;
let failed = 0;

async function runAll(steps: Iterable<Step>): Promise<void> {
  for (const step of steps) {
    console.log(`\n… ${step.name}`);
    const tally = await run(step);
    passed += tally.passed;
    failed += tally.failed;
  }
}

async function sideBySide(steps: readonly Step[]): Promise<void> {
  const left = steps.values();
  await Promise.all(Array.from({ length: AT_ONCE }, () => runAll(left)));
}

try {
  // Several checks want it: it is unpacked once. Where there is none, they say what to do.
  await Promise.all([sideBySide(BUILD), chromiumPath().catch(() => {})]);
  await sideBySide(CHECKS);
} finally {
  console.log(`\n${passed} passed, ${failed} failed`);
  // A process may still be writing what it compiled.
  rmSync(reports, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
// The bootstrap knows by it that the last line is there.
process.exitCode = failed > 0 ? 3 : 0;
