// Builds the site into .vitepress/dist, once the documentation passes its check.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { checkDocs } from "./check-docs.ts";

const home = fileURLToPath(new URL("..", import.meta.url));

if (await checkDocs()) {
  await build(home);
  checkTextForModels();
} else process.exitCode = 1;

/** The text of all pages must hold the code that they include, not its address. */
function checkTextForModels(): void {
  const text = readFileSync(`${home}.vitepress/dist/llms-full.txt`, "utf8");
  const [left] = /^(?:<<< .*|<!-- ?@include.*)$/m.exec(text) ?? [];
  if (left) throw new Error(`llms-full.txt does not have the code of ${left}`);
}
