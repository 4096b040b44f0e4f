import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";
import { readmeExample } from "./testing/page-code.ts";

const home = fileURLToPath(new URL("..", import.meta.url));

it("says first in the README what is not verified, and that the project is independent", () => {
  const [, first = ""] = readFileSync(`${home}README.md`, "utf8").split("\n\n");
  expect(first).toMatch(/inferred.*not been verified/s);
  expect(first).toMatch(/independent of\s+the vendor/);
});

it("compiles the README's example strictly", { timeout: 30_000 }, async () => {
  const file = `${home}readme-example.ts`;
  const example = await readmeExample();
  const options: ts.CompilerOptions = {
    ...ts.readConfigFile(fileURLToPath(new URL("../../../tsconfig.base.json", import.meta.url)), ts.sys.readFile).config
      .compilerOptions,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.readFile = (path) => (path === file ? example : readFile(path));
  const problems = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
});
