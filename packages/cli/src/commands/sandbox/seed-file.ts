import type { Seed, SeedIds } from "@plastiq-connect/sandbox";
import { plain } from "../../foreign-text.ts";
import { readText } from "../../read-text.ts";
import { UsageError } from "../../usage-error.ts";

/** A seed that a sandbox accepts, and the ids of its records. */
export interface SeedFile {
  readonly content: Seed;
  readonly ids: SeedIds;
}

/**
 * Reads the seed file that a flag names, YAML or JSON, and validates it in a sandbox. @throws UsageError naming file, line
 * and field, and no value.
 */
export async function readSeedFile(flag: string, file: string): Promise<SeedFile> {
  if (!/\.(?:ya?ml|json)$/i.test(file)) throw new UsageError(`--${flag} must be a .yaml, .yml or .json file.`);
  const text = await readText(file, { mostMebibytes: 1, absent: "plastiq-connect sandbox init writes one." });
  // JSON is also YAML, so one parser provides the lines of both.
  const { LineCounter, parseDocument } = await import("yaml");
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, merge: true, prettyErrors: false, logLevel: "error" });
  const placeOf = (offset: number | undefined) => {
    if (offset === undefined) return plain(file);
    const { line, col } = lineCounter.linePos(offset);
    return `${plain(file)}:${line}:${col}`;
  };
  const [mistake] = [...document.errors, ...document.warnings];
  if (mistake) {
    throw new UsageError(`${placeOf(mistake.pos[0])}: the file is not valid YAML or JSON (${mistake.code}).`);
  }
  const { createSandbox, SeedError } = await import("@plastiq-connect/sandbox");
  try {
    const content = document.toJS({ maxAliasCount: 100 }) as Seed;
    return { content, ids: createSandbox().control.seed(content) };
  } catch (error) {
    if (!(error instanceof SeedError)) throw new UsageError(`${plain(file)}: the file cannot be used as a seed.`);
    throw new UsageError(`${placeOf(offsetOf(document, error.path))}: ${plain(error.message)}`);
  }
}

/** The part of a parsed document that is needed to find a field. */
interface Found {
  getIn(path: Iterable<unknown>, keepScalar?: boolean): unknown;
}

/** Returns the position of a field, or of the nearest record around a missing field. */
function offsetOf(document: Found, path: readonly string[]): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const keys = path.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node = document.getIn(keys, true);
    const range = (node as { readonly range?: readonly number[] } | null | undefined)?.range;
    if (range?.[0] !== undefined) return range[0];
  }
  return undefined;
}
