import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What is changed in a file. */
export interface Edit {
  /** From the workspace's root. */
  readonly file: string;
  /** A text that stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** One rule of core taken away, and the test that must notice. */
export interface Mutant extends Edit {
  readonly name: string;
  /** A rule that two files keep together needs a second edit. */
  readonly also?: Edit | undefined;
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
  also?: Edit,
): Mutant {
  return { name, file: `packages/core/src/${file}`, find, replace, killedBy, killedByCase, also };
}

/** A file of the workspace, by its path from the root. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}

/** The files that a mutant changes, as absolute paths. */
export function filesOf({ file, also }: Mutant): readonly string[] {
  return [file, ...(also ? [also.file] : [])].map(pathOf);
}

/**
 * The source of the file at `path` with the mutant in it; undefined when the mutant leaves that file alone.
 *
 * Throws when the place of an edit is not found exactly once: the list is then out of date.
 */
export function mutate(mutant: Mutant, path: string, source: string): string | undefined {
  const edits = [mutant, ...(mutant.also ? [mutant.also] : [])].filter(({ file }) => pathOf(file) === path);
  if (edits.length === 0) return undefined;
  return edits.reduce((text, { file, find, replace }) => {
    const found = text.split(find).length - 1;
    if (found !== 1) throw new Error(`The mutant "${mutant.name}" finds its text ${found} times in ${file}: ${find}`);
    return text.replace(find, () => replace);
  }, source);
}

/** Throws when the list is out of date or ambiguous. */
export function checkMutants(mutants: readonly Mutant[]): void {
  for (const mutant of mutants) for (const path of filesOf(mutant)) mutate(mutant, path, readFileSync(path, "utf8"));
  if (new Set(mutants.map(({ name }) => name)).size < mutants.length) throw new Error("Two mutants share a name.");
}
