// Builds the site into .vitepress/dist, once the documentation passes its check.
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { checkDocs } from "./check-docs.ts";
import { writeTextForModels } from "./text-for-models.ts";

const home = fileURLToPath(new URL("..", import.meta.url));

const pages = await checkDocs();
if (pages) {
  await build(home);
  await writeTextForModels(home, pages);
} else process.exitCode = 1;
