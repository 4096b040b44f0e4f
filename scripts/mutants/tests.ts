import { createVitest, type TestSpecification, type Vitest } from "vitest/node";
import { filesOf, type Mutant, mutate, pathOf } from "./mutant.ts";

// A mutant may loop for ever, which no timeout of a test ends.
const PATIENCE = 60_000;

/**
 * Runs the test of each mutant against core with the mutant in it, in one vitest that stays: whether it passed or failed.
 *
 * Throws when not exactly one test that passes without a mutant has the name.
 */
export async function judgeByTests(mutants: readonly Mutant[]): Promise<ReadonlyMap<Mutant, string>> {
  let planted: Mutant | undefined;
  const plugin = {
    name: "plant-mutant",
    enforce: "pre" as const,
    transform: (code: string, id: string) => planted && mutate(planted, id.split("?")[0] ?? "", code),
  };
  const vitest = await createVitest(
    "test",
    {
      watch: false,
      root: pathOf(""),
      include: ["packages/core/src/**/*.test.ts"],
      pool: "threads",
      // Mutated code must not be found again in the cache by a later run.
      fsModuleCache: false,
      reporters: [{}],
    },
    { plugins: [plugin] },
  );

  try {
    await vitest.standalone();
    const specifications = await vitest.globTestSpecifications();
    const names = [...new Set(mutants.map(({ killedBy }) => killedBy))];
    const healthy = (await run(vitest, specifications, names)).filter(({ state }) => state === "passed");
    const sick = names.filter((name) => healthy.filter((test) => test.name === name).length !== 1);
    if (sick.length > 0) throw new Error(`Not exactly one test that passes has the name:\n${sick.join("\n")}`);

    const results = new Map<Mutant, string>();
    for (const mutant of mutants) {
      const { name, killedBy } = mutant;
      const forget = (): void => {
        for (const path of filesOf(mutant)) vitest.invalidateFile(path);
      };
      const test = healthy.find((candidate) => candidate.name === killedBy);
      const own = specifications.filter(({ moduleId }) => moduleId === test?.file);
      const timer = setTimeout(() => {
        console.error(`The mutant "${name}" does not come to an end.`);
        process.exit(1);
      }, PATIENCE);
      planted = mutant;
      forget();
      const found = (await run(vitest, own, [killedBy])).find((candidate) => candidate.name === killedBy);
      results.set(mutant, found?.state ?? "did not run");
      planted = undefined;
      forget();
      clearTimeout(timer);
    }
    return results;
  } finally {
    await vitest.close();
  }
}

/** What became of a test. */
interface Outcome {
  readonly name: string;
  readonly file: string;
  readonly state: string;
}

/** Runs the tests of these full names. */
async function run(
  vitest: Vitest,
  specifications: readonly TestSpecification[],
  names: readonly string[],
): Promise<readonly Outcome[]> {
  // Between the names of groups vitest compares with " > ".
  const patterns = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "(?: >)? "));
  vitest.setGlobalTestNamePattern(new RegExp(`^(?:${patterns.join("|")})$`));
  const { testModules } = await vitest.runTestSpecifications([...specifications]);
  return testModules.flatMap(({ moduleId, children }) =>
    [...children.allTests()].map((test) => ({
      name: test.fullName.replaceAll(" > ", " "),
      file: moduleId,
      state: test.result().state,
    })),
  );
}
