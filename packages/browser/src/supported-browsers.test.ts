import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const home = fileURLToPath(new URL("..", import.meta.url));
const SUPPORTED = ["chrome102", "edge102", "firefox104", "safari15.6"];

async function bundled(target: string | string[]): Promise<string> {
  const contents = 'export * from "./dist/index.js"; export * from "./dist/card.js";';
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: home, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    target,
    // esbuild counts the newest names of Unicode as part of it. All of these browsers know the ones in use here.
    supported: { "regexp-unicode-property-escapes": true },
  });
  return outputFiles[0]?.text ?? "";
}

it("is written in syntax that the supported browsers know", async () => {
  // Nothing is left for a compiler to do.
  expect(await bundled(SUPPORTED)).toBe(await bundled("esnext"));
});

it("names these browsers in the README", () => {
  const readme = readFileSync(`${home}README.md`, "utf8");
  for (const browser of ["Chrome and Edge 102", "Firefox 104", "Safari 15.6"]) expect(readme).toContain(browser);
});
