import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiReports } from "./api-report.ts";
import { findApiChanges } from "./check-api.ts";
import { findForeignTypes } from "./foreign-types.ts";

const MANIFEST = {
  name: "@plastiq-connect/core",
  version: "1.0.0",
  bin: { tool: "./dist/bin.js" },
  exports: {
    ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./other": { types: "./dist/other.d.ts", default: "./dist/other.js" },
    "./package.json": "./package.json",
  },
};
const INDEX = `import { S as Shared } from './chunk-ABC.js';
export { S as Shared } from './chunk-ABC.js';
/** Words that nobody has to accept. */
interface Hidden {
    readonly size: string;
}
declare function make(hidden: Hidden): Shared;
export { make };
`;
const OTHER = `import { Shared } from './index.js';
declare const one: Shared;
export { one };
`;
const CHUNK = `interface Shared {
    readonly name: string;
}
export type { Shared as S };
`;
const BIN = `const told = process.argv.includes("go") ? "Usage:\\n  tool go --fast" : "Commands:\\n  go  goes\\n\\nMore.";
console.log(told);
`;
const REPORT = `# The API of \`@plastiq-connect/core\`

Written by \`npm run api:accept\`. A difference here is a difference for users.

## \`@plastiq-connect/core\`

\`\`\`ts
interface Hidden {
    readonly size: string;
}

export function make(hidden: Hidden): Shared;

export interface Shared {
    readonly name: string;
}
\`\`\`

## \`@plastiq-connect/core/other\`

\`\`\`ts
export const one: Shared;
\`\`\`

## \`tool\`

\`\`\`text
Commands:
  go  goes

More.
\`\`\`

## \`tool go\`

\`\`\`text
Usage:
  tool go --fast
\`\`\`
`;

let root: string;
const write = async (path: string, text: string): Promise<void> => {
  const file = join(root, "packages/core", path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
};
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "check-api-"));
  await write("package.json", JSON.stringify(MANIFEST));
  await write("src/index.ts", "interface Hidden {} interface Shared {} function make() {} const one = 1;");
  await write("dist/index.d.ts", INDEX);
  await write("dist/other.d.ts", OTHER);
  await write("dist/chunk-ABC.d.ts", CHUNK);
  await write("dist/bin.js", BIN);
});
afterAll(() => rm(root, { recursive: true }));

describe("the API report", () => {
  it("holds what users can write, and none of the build's own names", () => {
    const reports = apiReports(root);
    expect(Object.fromEntries(reports)).toEqual({ "packages/core/api.md": REPORT });
  });

  it("differs when a type changes, and not when a file is named otherwise", async () => {
    await write("api.md", REPORT);
    await write("dist/chunk-XYZ.d.ts", CHUNK);
    await write("dist/index.d.ts", INDEX.replaceAll("chunk-ABC", "chunk-XYZ").replace("size: string", "size: number"));
    try {
      expect(findApiChanges(root, apiReports(root))).toEqual([
        "packages/core/api.md: the package lets users write something else.",
        "   interface Hidden {",
        "  -    readonly size: string;",
        "  +    readonly size: number;",
      ]);
    } finally {
      await write("dist/index.d.ts", INDEX);
    }
  });

  it("passes when it is what was accepted, and never without a file", async () => {
    await write("api.md", REPORT);
    expect(findApiChanges(root, new Map([["packages/core/api.md", REPORT]]))).toEqual([]);
    const [first] = findApiChanges(root, new Map([["packages/node/api.md", REPORT]]));
    expect(first).toMatch(/^packages\/node\/api\.md: /);
  });
});

describe("findForeignTypes", () => {
  const findIn = async (declarations: string, ...meant: Parameters<typeof findForeignTypes>[1] & object) => {
    await write("dist/chunk-ABC.d.ts", `${CHUNK}${declarations}`);
    return findForeignTypes(root, meant);
  };
  const permission = { package: "@plastiq-connect/core", module: "valibot", because: "It is." };

  it("finds nothing in the repository, nor in types of one's own", async () => {
    expect(findForeignTypes(fileURLToPath(new URL("../../..", import.meta.url)))).toEqual([]);
    expect(await findIn("")).toEqual([]);
  });

  it.each([
    ["an import", "import { GenericSchema } from 'valibot';"],
    ["an export", "export { GenericSchema } from 'valibot';"],
    ["a type in its place", "type Schema = import('valibot').GenericSchema;"],
    ["a reference", '/// <reference types="valibot" />'],
  ])("finds %s, in a file that an entry point reads", async (_, code) => {
    // A reference counts only above everything else.
    await write("dist/chunk-ABC.d.ts", `${code}\n${CHUNK}\ntype Schema = string;`);
    await write("src/schema.ts", "type Schema = string;");
    expect(findForeignTypes(root, [])).toEqual(["packages/core/dist/chunk-ABC.d.ts hands users types of valibot."]);
    expect(findForeignTypes(root, [permission])).toEqual([]);
  });

  it("finds a package of ours that is not a dependency, and lets one pass that is", async () => {
    const code = 'import { Shared } from "@plastiq-connect/core/other";';
    expect(await findIn(code)).toEqual([
      "packages/core/dist/chunk-ABC.d.ts hands users types of @plastiq-connect/core/other.",
    ]);
    const dependencies = { "@plastiq-connect/core": "workspace:^" };
    await write("package.json", JSON.stringify({ ...MANIFEST, dependencies }));
    expect(await findIn(code)).toEqual([]);
  });

  it("finds what the build copied from elsewhere", async () => {
    expect(await findIn("interface GenericSchema { readonly kind: string }")).toEqual([
      "packages/core/dist/chunk-ABC.d.ts declares GenericSchema, which is not in the package's source.",
    ]);
    expect(await findIn("interface Hidden$1 { readonly kind: string }")).toEqual([]);
  });

  it("finds a permission that nobody needs", async () => {
    expect(await findIn("", permission)).toEqual([
      "@plastiq-connect/core may hand users types of valibot, and does not.",
    ]);
  });
});
