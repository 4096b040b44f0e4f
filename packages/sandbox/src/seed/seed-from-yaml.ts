import { type Seed, SeedError } from "./seed.ts";

/** Reads a seed in YAML. @throws SeedError that names the line, and no value. */
export async function seedFromYaml(text: string): Promise<Seed> {
  // The parser is loaded only for YAML.
  const { LineCounter, parseDocument } = await import("yaml");
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, merge: true, prettyErrors: false, logLevel: "error" });
  const [mistake] = [...document.errors, ...document.warnings];
  if (mistake) {
    const { line, col } = lineCounter.linePos(mistake.pos[0]);
    throw new SeedError([], `is not valid YAML at line ${line}, column ${col} (${mistake.code}).`);
  }
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new SeedError([], "has an alias that cannot be resolved.");
  }
}
