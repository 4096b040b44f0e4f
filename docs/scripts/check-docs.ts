import { fileURLToPath, pathToFileURL } from "node:url";
import { checkCodeBlocks } from "./code-blocks.ts";
import { deadLinks } from "./dead-links.ts";
import { writeReference } from "./reference.ts";
import { renderedPages } from "./rendered-pages.ts";

/**
 * Checks that everything public has a docstring, every link leads somewhere, and all code compiles against the built
 * packages. Prints what is not so, a line each. It builds no site, but writes the API reference's pages.
 */
export async function checkDocs(): Promise<boolean> {
  const problems = await writeReference();
  const dead = deadLinks(await renderedPages(fileURLToPath(new URL("..", import.meta.url))));
  const all = [...problems, ...dead, ...checkCodeBlocks()];
  for (const problem of all) console.log(problem);
  return all.length === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href && !(await checkDocs())) process.exitCode = 1;
