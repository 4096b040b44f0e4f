// Takes away one rule of core after the other, and expects that the test which guards it fails, and by itself the case of
// the conformance kit. Its last line counts both: `N passed, N failed`. A mutant that survives has failed.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeByKit, kitMutants } from "./mutants/kit.ts";
import { MUTANTS } from "./mutants/list.ts";
import { checkMutants, type Mutant, pathOf } from "./mutants/mutant.ts";

const AT_ONCE = 2;
const MAX_MS = 60_000;
const reports = mkdtempSync(join(tmpdir(), "plastiq-connect-mutants-"));

/** A test as vitest's JSON report knows it. */
interface Reported {
  readonly fullName: string;
  readonly status: string;
  readonly file: string;
}

/** Runs the tests of these full names. */
function vitest(names: readonly string[], file: string, mutant?: Mutant): Promise<readonly Reported[]> {
  const report = join(reports, `${mutant ? MUTANTS.indexOf(mutant) : "unmutated"}.json`);
  // Where the report has a space between the names of groups, the pattern is compared with " > ".
  const patterns = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "(?: >)? "));
  const pattern = `^(?:${patterns.join("|")})$`;
  const words = ["run", file, "-t", pattern, "--reporter=json", `--outputFile.json=${report}`];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [pathOf("node_modules/vitest/vitest.mjs"), ...words], {
      cwd: pathOf(""),
      env: { ...process.env, ...(mutant && { MUTANT: mutant.name }) },
      stdio: "ignore",
      timeout: MAX_MS,
      killSignal: "SIGKILL",
    });
    child.on("error", () => resolve([]));
    child.on("close", () => resolve(reported(report)));
  });
}

function reported(path: string): readonly Reported[] {
  try {
    const { testResults } = JSON.parse(readFileSync(path, "utf8"));
    return testResults.flatMap(
      ({ name, assertionResults }: { name: string; assertionResults: Omit<Reported, "file">[] }) =>
        assertionResults.map(({ fullName, status }) => ({ fullName, status, file: name })),
    );
  } catch {
    return [];
  }
}

function verdictOf(result: string | undefined): string {
  return result === "failed" ? "killed by" : result === "passed" ? "SURVIVED" : `NOT TESTED (${result})`;
}

try {
  checkMutants(MUTANTS);
  const names = [...new Set(MUTANTS.map(({ killedBy }) => killedBy))];
  const healthy = (await vitest(names, "packages/core")).filter(({ status }) => status === "passed");
  const sick = names.filter((name) => healthy.filter(({ fullName }) => fullName === name).length !== 1);
  if (sick.length > 0) throw new Error(`Not exactly one test that passes has the name:\n${sick.join("\n")}`);

  const waiting = [...MUTANTS];
  const results = new Map<Mutant, string>();
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const { killedBy } = mutant;
      const file = healthy.find(({ fullName }) => fullName === killedBy)?.file ?? "";
      const found = (await vitest([killedBy], file, mutant)).find(({ fullName }) => fullName === killedBy);
      results.set(mutant, found?.status ?? "did not run");
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const byKit = await judgeByKit(kitMutants(MUTANTS), reports);

  const width = Math.max(...MUTANTS.map(({ name }) => name.length));
  for (const mutant of MUTANTS) {
    console.log(`${mutant.name.padEnd(width)}  ${verdictOf(results.get(mutant))} ${mutant.killedBy}`);
    if (!byKit.has(mutant)) continue;
    console.log(`${"".padEnd(width)}  ${verdictOf(byKit.get(mutant))} case ${mutant.killedByCase}`);
  }
  const all = [...results.values(), ...byKit.values()];
  const killed = all.filter((result) => result === "failed").length;
  if (killed < all.length) process.exitCode = 1;
  console.log(`${killed} passed, ${all.length - killed} failed`);
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : error);
  console.log(`0 passed, ${MUTANTS.length} failed`);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
