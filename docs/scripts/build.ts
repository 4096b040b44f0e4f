// Builds the site into .vitepress/dist, once the documentation passes its check.
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { checkDocs } from "./check-docs.ts";
import { writeTextForModels } from "./text-for-models.ts";

const home = fileURLToPath(new URL("..", import.meta.url));

const checked = await checkDocs();
if (checked) {
  await build(home);
  writeTextForModels(checked.config, checked.pages);
} else process.exitCode = 1;
