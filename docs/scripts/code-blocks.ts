import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { codeOf } from "./text-for-models.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HOME = fileURLToPath(new URL("..", import.meta.url));

/** A block of TypeScript in a page or a docstring. */
interface Block {
  readonly code: string;
  /** Such as `docs/guide/errors.md`, and the file of its regions. */
  readonly page: string;
  /** Of the block's first line, from 1. */
  readonly line: number;
}

/**
 * Type-checks every TypeScript block of the pages, of the READMEs, of the packages' AGENTS.md and of docstrings against the
 * built packages, strictly, each as a module of its own, so that a reader can paste it. Returns the problems, a line each.
 *
 * A block declares what it leaves to the reader, such as `declare const redis`. The regions that a page takes from one file
 * are one module.
 */
export function checkCodeBlocks(): readonly string[] {
  // Beside the examples, where imports find the built packages.
  const blocks = new Map(blocksOf(pages()).map((block, index) => [join(HOME, `examples/block-${index}.ts`), block]));
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(HOME, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    HOME,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => blocks.has(path) || fileExists(path);
  host.readFile = (path) => blocks.get(path)?.code ?? readFile(path);
  const program = ts.createProgram(
    [...blocks.keys(), join(HOME, "code-blocks.d.ts"), join(HOME, "examples/deno.d.ts")],
    options,
    host,
  );
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, "\n");
    const block = file && blocks.get(file.fileName);
    if (!block) return `${file?.fileName ?? "the compiler"}: ${message}`;
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${block.page}:${block.line + line}: ${message}`;
  });
}

function pages(): readonly string[] {
  const ofSite = globSync("**/*.md", { cwd: HOME, exclude: ["node_modules/**", "reference/**"] });
  const readmes = globSync(["README.md", "apps/*/README.md", "packages/*/{README,AGENTS}.md"], { cwd: ROOT });
  const sources = globSync("packages/*/src/**/*.ts", { cwd: ROOT, exclude: ["**/*.test.ts", "**/testing/**"] });
  return [
    ...ofSite.map((page) => join(HOME, page)),
    ...[...readmes, ...sources].map((page) => join(ROOT, page)),
  ].sort();
}

function blocksOf(pages: readonly string[]): readonly Block[] {
  return pages.flatMap((page) => {
    const text = readFileSync(page, "utf8");
    const name = relative(ROOT, page);
    // In a docstring, each line begins with a star.
    const found = text.matchAll(/^ *(\* )?```ts\b.*\n([\s\S]*?)^ *(?:\* )?```/gm);
    const blocks = [...found].map(({ index, 1: star, 2: code = "" }) => ({
      code: `${star ? code.replaceAll(/^ *\* ?/gm, "") : code}export {};\n`,
      page: name,
      line: text.slice(0, index).split("\n").length + 1,
    }));
    const regions = Map.groupBy(text.matchAll(/^ *<<< (\S+\.ts)#(\S+)/gm), ([, file = ""]) => file);
    const joined = [...regions].map(([file, parts]) => ({
      code: parts
        .map(([, , region = ""]) => `${codeOf(readFileSync(join(page, "..", file), "utf8"), region)}\n`)
        .join(""),
      page: `${name} (${file})`,
      line: 1,
    }));
    return [...blocks, ...joined];
  });
}
