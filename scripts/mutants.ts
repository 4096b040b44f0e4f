// Takes away one rule of core after the other, and expects that the test which guards it fails, and by itself the case of
// the conformance kit. Its last line counts both: `N passed, N failed`. A mutant that survives has failed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeByKit, kitMutants } from "./mutants/kit.ts";
import { MUTANTS } from "./mutants/list.ts";
import { checkMutants } from "./mutants/mutant.ts";
import { judgeByTests } from "./mutants/tests.ts";

const bundles = mkdtempSync(join(tmpdir(), "plastiq-connect-mutants-"));

function verdictOf(result: string | undefined): string {
  return result === "failed" ? "killed by" : result === "passed" ? "SURVIVED" : `NOT TESTED (${result})`;
}

try {
  checkMutants(MUTANTS);
  const [byTests, byKit] = await Promise.all([judgeByTests(MUTANTS), judgeByKit(kitMutants(MUTANTS), bundles)]);

  const width = Math.max(...MUTANTS.map(({ name }) => name.length));
  for (const mutant of MUTANTS) {
    console.log(`${mutant.name.padEnd(width)}  ${verdictOf(byTests.get(mutant))} ${mutant.killedBy}`);
    if (!byKit.has(mutant)) continue;
    console.log(`${"".padEnd(width)}  ${verdictOf(byKit.get(mutant))} case ${mutant.killedByCase}`);
  }
  const all = [...byTests.values(), ...byKit.values()];
  const killed = all.filter((result) => result === "failed").length;
  // vitest has set it, as for any test that fails.
  process.exitCode = killed < all.length ? 1 : 0;
  console.log(`${killed} passed, ${all.length - killed} failed`);
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : error);
  console.log(`0 passed, ${MUTANTS.length} failed`);
} finally {
  rmSync(bundles, { recursive: true, force: true });
}
