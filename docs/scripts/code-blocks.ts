import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HOME = fileURLToPath(new URL("..", import.meta.url));

/** A block of TypeScript in a page. */
interface Block {
  readonly code: string;
  /** Such as `docs/guide/errors.md`. */
  readonly page: string;
  /** Of the block's first line, from 1. */
  readonly line: number;
}

/**
 * Type-checks every TypeScript block of the pages and of the packages' READMEs and AGENTS.md against the built packages, strictly,
 * each as a module of its own. Gives the complaints, a line each.
 *
 * Names that a block leaves to the reader, such as the signed-in user, are declared in `code-blocks.d.ts`. Code that a page
 * takes from a file is checked there.
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
  const readmes = globSync(["README.md", "packages/*/{README,AGENTS}.md"], { cwd: ROOT });
  return [...ofSite.map((page) => join(HOME, page)), ...readmes.map((page) => join(ROOT, page))].sort();
}

function blocksOf(pages: readonly string[]): readonly Block[] {
  return pages.flatMap((page) => {
    const text = readFileSync(page, "utf8");
    return [...text.matchAll(/^( *)```ts\b.*\n([\s\S]*?)^ *```/gm)].map(({ index, 2: code = "" }) => ({
      code: `${code}export {};\n`,
      page: relative(ROOT, page),
      line: text.slice(0, index).split("\n").length + 1,
    }));
  });
}
