import { join } from "node:path";
import { createCustomer } from "../customer.ts";
import { installed } from "../registry.ts";
import type { Cell } from "../shop.ts";

const TYPESCRIPT = installed("typescript");
const ESBUILD = installed("esbuild");

/** TypeScript customers: compiled strictly, our declarations included, and then run. */
export function typescriptCells(): readonly Cell[] {
  const cell = (kind: string, how: string, packages: readonly string[], bundled: boolean = false): Cell => ({
    what: `TypeScript ${TYPESCRIPT.version}, ${how}`,
    async run({ rehearsal, sandbox, second }) {
      const customer = createCustomer(rehearsal, kind, process.execPath);
      await customer.npm("install", ...packages);
      await customer.run([process.execPath, join(TYPESCRIPT.folder, "lib/tsc.js"), "--project", "tsconfig.json"]);
      const main = "dist/main.js";
      if (bundled) {
        const words = ["--bundle", "--format=esm", "--platform=neutral", "--main-fields=module,main"];
        await customer.run([join(ESBUILD.folder, "bin/esbuild"), main, ...words, "--outfile=dist/bundle.js"]);
      }
      await customer.mints([process.execPath, bundled ? "dist/bundle.js" : main], sandbox, second);
    },
  });
  const forNode = ["@plastiq-connect/node", "@types/node@24"];
  return [
    cell("ts-nodenext-esm", "nodenext, ESM, skipLibCheck off", forNode),
    cell("ts-nodenext-cjs", "nodenext, CommonJS, skipLibCheck off", forNode),
    cell("ts-bundler", "bundler, no runtime's types, bundled", ["@plastiq-connect/core"], true),
  ];
}
