import type { Plugin } from "vitest/config";
import { MUTANTS } from "./list.ts";
import { mutate, pathOf } from "./mutant.ts";

/** Plants the mutant of this name into the source that tests are run on, in memory. Without a name it does nothing. */
export function plantMutant(name: string | undefined): Plugin {
  const mutant = MUTANTS.find((candidate) => candidate.name === name);
  if (name !== undefined && !mutant) throw new Error(`There is no mutant "${name}".`);
  return {
    name: `plant-mutant ${name ?? ""}`,
    enforce: "pre",
    transform: (code, id) => (mutant && id.split("?")[0] === pathOf(mutant.file) ? mutate(mutant, code) : undefined),
  };
}
