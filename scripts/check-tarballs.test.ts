import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findSideEffects, findTarballBreaks } from "./check-tarballs.ts";
import { readTarball } from "./tarball.ts";
import { findMapBreaks, findPlaces, findSideEffectClaim, findStrangers } from "./tarball-rules.ts";

const MANIFEST = {
  name: "@plastiq-connect/core",
  version: "1.0.0",
  license: "MIT",
  type: "module",
  sideEffects: false,
  repository: { type: "git", url: "git+https://github.com/plastiq-connect/plastiq-connect.git" },
  exports: {
    ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./package.json": "./package.json",
  },
};
const SOURCE = "// Words.\ninterface One { a: 1 }\n\nexport function make(): One {\n  return { a: 1 };\n}\n";

let root: string;
let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "check-tarballs-"));
  await mkdir(join(root, "src"));
  await writeFile(join(root, "src/index.ts"), SOURCE);
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/index.ts"],
    outdir: "dist",
    bundle: true,
    sourcemap: true,
    format: "esm",
    write: false,
  });
  files = new Map([
    ["package.json", JSON.stringify(MANIFEST)],
    ["README.md", "# Words"],
    ["LICENSE", "MIT"],
    ["dist/index.d.ts", "declare function make(): { a: 1 };\nexport { make };\n"],
    ...outputFiles.map(({ path, text }): [string, string] => [path.slice(root.length + 1), text]),
  ]);
});
afterAll(() => rm(root, { recursive: true }));

const without = (...paths: string[]): Map<string, string> =>
  new Map([...files].filter(([path]) => !paths.includes(path)));
const edited = (path: string, edit: (text: string) => string): Map<string, string> => {
  const text = files.get(path) ?? "";
  expect(edit(text)).not.toBe(text);
  return new Map(files).set(path, edit(text));
};

describe("findStrangers", () => {
  it("lets pass what belongs into a tarball", () => {
    expect(findStrangers(files, [])).toEqual([]);
    expect(findStrangers(new Map(files).set("CHANGELOG.md", ""), ["CHANGELOG.md"])).toEqual([]);
  });

  it.each(["src/index.ts", "dist/index.test.js", "dist/secret.env", ".npmrc", "api.md", "dist/fixtures/card.js"])(
    "finds %s",
    (path) => {
      expect(findStrangers(new Map(files).set(path, ""), [])).toEqual([`${path} does not belong into the tarball.`]);
    },
  );

  it("finds what is missing, and a changelog that stayed behind", () => {
    expect(findStrangers(without("LICENSE", "README.md"), ["CHANGELOG.md", "tsup.config.ts"])).toEqual([
      "README.md is not in the tarball.",
      "LICENSE is not in the tarball.",
      "CHANGELOG.md is not in the tarball.",
    ]);
  });
});

describe("findPlaces", () => {
  it("finds a folder of the machine that built it", () => {
    expect(findPlaces(files, [root])).toEqual([]);
    const found = findPlaces(new Map(files).set("dist/a.js", `throw new Error("${root}/src");`), [root]);
    expect(found).toEqual([`dist/a.js names ${root}.`]);
  });
});

describe("findMapBreaks", () => {
  const map = (edit: (map: { sources: string[]; sourcesContent?: string[] }) => object): readonly string[] =>
    findMapBreaks(edited("dist/index.js.map", (text) => JSON.stringify(edit(JSON.parse(text)))));

  it("lets pass a map that holds its source, or has it beside", () => {
    expect(findMapBreaks(files)).toEqual([]);
    const beside = edited("dist/index.js.map", (text) =>
      JSON.stringify({ ...JSON.parse(text), sourcesContent: undefined }),
    );
    expect(findMapBreaks(beside.set("src/index.ts", SOURCE))).toEqual([]);
  });

  it("finds code without a map", () => {
    expect(findMapBreaks(without("dist/index.js.map"))).toEqual([
      "dist/index.js: its source map index.js.map is not in the tarball.",
    ]);
    const silent = edited("dist/index.js", (text) => text.replace(/^\/\/# sourceMappingURL.*$/m, ""));
    expect(findMapBreaks(silent)).toEqual(["dist/index.js names no source map."]);
  });

  it("finds a source that is nowhere", () => {
    expect(map(({ sourcesContent: _, ...rest }) => rest)).toEqual([
      "dist/index.js: its source ../src/index.ts is nowhere.",
    ]);
  });

  it("finds a map of something else", () => {
    expect(map((own) => ({ ...own, sourcesContent: [`\n\n${SOURCE}`] }))).toEqual([
      "dist/index.js:2: its source map does not find make.",
    ]);
  });
});

describe("findSideEffectClaim", () => {
  const bin = { tool: "./dist/bin.js" };
  const own = { name: "@plastiq-connect/core", version: "1.0.0" };

  it("lets only commands do something", () => {
    expect(findSideEffectClaim({ ...own, sideEffects: false })).toEqual([]);
    expect(findSideEffectClaim({ ...own, sideEffects: ["./dist/bin.js"], bin })).toEqual([]);
    expect(findSideEffectClaim(own)).toHaveLength(1);
    expect(findSideEffectClaim({ ...own, sideEffects: true })).toHaveLength(1);
    expect(findSideEffectClaim({ ...own, sideEffects: false, bin })).toHaveLength(1);
  });
});

describe("findTarballBreaks", () => {
  const breaksOf = async (content: ReadonlyMap<string, string>): Promise<readonly string[]> => {
    const folder = await mkdtemp(join(root, "tarball-"));
    for (const [path, text] of content) {
      await mkdir(dirname(join(folder, "package", path)), { recursive: true });
      await writeFile(join(folder, "package", path), text);
    }
    execFileSync("tar", ["-czf", "it.tgz", "package"], { cwd: folder });
    const own = { folder: "src", manifest: JSON.parse(content.get("package.json") ?? "") };
    return findTarballBreaks(root, readTarball(own, new Uint8Array(await readFile(join(folder, "it.tgz")))));
  };

  it("lets a good one pass", async () => {
    expect(await breaksOf(files)).toEqual([]);
  });

  it("tells what publint says", async () => {
    const breaks = await breaksOf(
      edited("package.json", (text) => text.replace('"type":"module"', '"type":"commonjs"')),
    );
    expect(breaks).toContainEqual(expect.stringMatching(/^publint: .*dist\/index\.js.* ESM/));
  });

  it("tells what are-the-types-wrong says", async () => {
    const breaks = await breaksOf(edited("dist/index.d.ts", (text) => `${text}export * from "./gone";\n`));
    expect(breaks).toContainEqual(expect.stringMatching(/^are the types wrong: .*InternalResolutionError.*"\.\/gone"/));
    expect(await breaksOf(without("dist/index.d.ts"))).toContain("There are no types.");
  });
});

it("finds what a module does when it is loaded", async () => {
  const modules = {
    nothing: ["export const one = new Map([[1, new Set()]]); globalThis.crypto;"],
    global: ["globalThis.mine = 1;", "globals."],
    replaced: ["globalThis.fetch = () => {};", "globals."],
    prototype: ["Array.prototype.mine = 1;", "prototypes."],
    listener: ['process.on("SIGHUP", () => {});', "listeners."],
    variable: ['process.env.MINE = "1";', "environment."],
    timer: ["setInterval(() => {}, 1e9);", "open handles."],
    status: ["process.exitCode = 3;", "exit."],
    words: ['console.log("Hello.");', "output."],
    gone: ['import "./nowhere.mjs";', "it cannot be loaded"],
  };
  const folder = join(root, "packages/core");
  await mkdir(folder, { recursive: true });
  const names = Object.keys(modules);
  const exports = Object.fromEntries(names.map((name) => [`./${name}`, { default: `./${name}.mjs` }]));
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...MANIFEST, exports }));
  for (const [name, [code = ""]] of Object.entries(modules)) await writeFile(join(folder, `${name}.mjs`), code);

  const found = findSideEffects(root).map((line) =>
    line.replace(/^.*\/(\w+)\.mjs: (?:loading it changes: |(it cannot be loaded):.*)/, "$1 $2"),
  );
  expect(found).toEqual(
    Object.entries(modules).flatMap(([name, [, what]]) => (what === undefined ? [] : [`${name} ${what}`])),
  );
});
