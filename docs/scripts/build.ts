// Builds the site into .vitepress/dist, once the documentation passes its check.
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { checkDocs } from "./check-docs.ts";

if (await checkDocs()) await build(fileURLToPath(new URL("..", import.meta.url)));
else process.exitCode = 1;
