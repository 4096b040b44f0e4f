import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";

const CORE = fileURLToPath(new URL("../..", import.meta.url));
const SNIPPETS = {
  neutral: "export const value: string = crypto.randomUUID() + new URL('https://x.example').host;",
  fetching:
    "export const value: Promise<Response> = globalThis.fetch('https://x.example', { signal: AbortSignal.timeout(1) });",
  process: "export const value: unknown = process.env['HOME'];",
  buffer: "export const value: unknown = Buffer.from('');",
  nodeModule: "import { readFileSync } from 'node:fs'; export const value: unknown = readFileSync;",
  document: "export const value: unknown = document.title;",
  window: "export const value: unknown = window.location;",
  deno: "export const value: unknown = Deno.env;",
  bun: "export const value: unknown = Bun.version;",
} as const;

// As if they were files of core, compiled in one program by core's own settings.
const pathOf = (name: string): string => `${CORE}src/snippet-${name}.ts`;
let diagnostics: Map<string, string[]>;

beforeAll(() => {
  const texts = new Map<string, string>(Object.entries(SNIPPETS).map(([name, text]) => [pathOf(name), text]));
  const config = ts.readConfigFile(`${CORE}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, CORE);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  const program = ts.createProgram([`${CORE}src/index.ts`, ...texts.keys()], options, host);
  diagnostics = new Map(
    Object.keys(SNIPPETS).map((name) => [
      name,
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(pathOf(name)))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
    ]),
  );
}, 30_000);

describe("code of core", () => {
  it.each(["neutral", "fetching"])("may use what every runtime has: %s", (name) => {
    expect(diagnostics.get(name)).toEqual([]);
  });

  it.each([
    ["process", "Cannot find name 'process'"],
    ["buffer", "Cannot find name 'Buffer'"],
    ["nodeModule", "node:fs"],
    ["document", "Cannot find name 'document'"],
    ["window", "Cannot find name 'window'"],
    ["deno", "Cannot find name 'Deno'"],
    ["bun", "Cannot find name 'Bun'"],
  ])("cannot be compiled with a global or module of one runtime: %s", (name, message) => {
    expect(diagnostics.get(name)?.join()).toContain(message);
  });
});
