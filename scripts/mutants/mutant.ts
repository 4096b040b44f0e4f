import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One rule of core taken away, and the test that must notice. */
export interface Mutant {
  readonly name: string;
  /** From the workspace's root. */
  readonly file: string;
  /** A text that stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The full name of one test: the names of its groups and its own, with spaces between them. */
  readonly killedBy: string;
  /** The case of the conformance kit that must notice by itself; undefined where no case can. */
  readonly killedByCase: string | undefined;
}

/** A mutant of core: its file below `src`, its name, what is found, what replaces it, and the test and case that notice. */
export function core(
  file: string,
  name: string,
  find: string,
  replace: string,
  killedBy: string,
  killedByCase?: string,
): Mutant {
  return { name, file: `packages/core/src/${file}`, find, replace, killedBy, killedByCase };
}

/** A file of the workspace, by its path from the root. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}

/** The source with the mutant in it. Throws when its place is not found exactly once: the list is then out of date. */
export function mutate({ name, file, find, replace }: Mutant, source: string): string {
  const found = source.split(find).length - 1;
  if (found !== 1) throw new Error(`The mutant "${name}" finds its text ${found} times in ${file}: ${find}`);
  return source.replace(find, () => replace);
}

/** Throws when the list is out of date or ambiguous. */
export function checkMutants(mutants: readonly Mutant[]): void {
  for (const mutant of mutants) mutate(mutant, readFileSync(pathOf(mutant.file), "utf8"));
  if (new Set(mutants.map(({ name }) => name)).size < mutants.length) throw new Error("Two mutants share a name.");
}
