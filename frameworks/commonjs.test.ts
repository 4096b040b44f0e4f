import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "./processes.ts";

const cwd = join(import.meta.dirname, "commonjs");

/** Compiles one file of a CommonJS package. Resolves with the code of the first error, or with `ok`. */
async function compile(file: string, module: string, resolution: string): Promise<string> {
  const settings = ["--module", module, "--moduleResolution", resolution, "--target", "es2023", "--types", "node"];
  const command = [
    "node_modules/.bin/tsc",
    "--noEmit",
    "--ignoreConfig",
    "--strict",
    "--skipLibCheck",
    ...settings,
    file,
  ];
  try {
    await run(command, { cwd });
    return "ok";
  } catch (error) {
    return /TS\d+/.exec(String(error))?.[0] ?? String(error);
  }
}

describe("TypeScript in a CommonJS package", () => {
  it.each([
    ["nodenext", "nodenext", "ok", "ok", "ok"],
    ["node20", "node16", "ok", "ok", "ok"],
    ["commonjs", "bundler", "ok", "ok", "ok"],
    ["preserve", "bundler", "ok", "ok", "ok"],
    ["node16", "node16", "TS1479", "ok", "ok"],
    ["node18", "node16", "TS1479", "ok", "ok"],
    // Deprecated: with `ignoreDeprecations` it does not find the types (TS2307).
    ["commonjs", "node10", "TS5107", "TS5107", "TS5107"],
  ])("with module %s and moduleResolution %s: import %s, import() %s, import type %s", async (...row) => {
    const [module, resolution, ...codes] = row;
    const files = ["static.ts", "dynamic.ts", "types-only.ts"];

    expect(await Promise.all(files.map((file) => compile(file, module, resolution)))).toEqual(codes);
  });
});

describe("Jest in a CommonJS package", () => {
  const jest = (nodeOptions: readonly string[], config: string): Promise<string> =>
    run(["node", ...nodeOptions, "node_modules/jest/bin/jest.js", "--config", config], { cwd });

  it("requires the package with --experimental-vm-modules", async () => {
    await jest(["--experimental-vm-modules"], "jest.config.json");
  });

  it("requires the package when Babel transforms it, too", async () => {
    await jest([], "jest.babel.config.json");
  });

  it("fails a suite that would call the vendor, with blockNetwork in a setup file", async () => {
    const call = jest(["--experimental-vm-modules"], "jest.network.config.json");
    await expect(call).rejects.toThrow("nothing was sent to connect.sandbox.plastiq.com");
  });

  it("cannot require it with neither", async () => {
    await expect(jest([], "jest.config.json")).rejects.toThrow("Must use import to load ES Module");
  });
});
