import { fileURLToPath, pathToFileURL } from "node:url";
import { checkCodeBlocks } from "./code-blocks.ts";
import { deadLinks } from "./dead-links.ts";
import { writeReference } from "./reference.ts";
import { linkedPages, type RenderedPage, renderedPages } from "./rendered-pages.ts";

const HOME = fileURLToPath(new URL("..", import.meta.url));

/**
 * Checks that everything public has a docstring, every link leads somewhere, and all code compiles against the built
 * packages. Prints what is not so, a line each, or returns the pages. It builds no site, but writes the API reference's.
 */
export async function checkDocs(): Promise<readonly RenderedPage[] | undefined> {
  const problems = await writeReference();
  const pages = await renderedPages(HOME);
  const dead = deadLinks(await linkedPages(HOME, pages));
  const all = [...problems, ...dead, ...checkCodeBlocks()];
  for (const problem of all) console.log(problem);
  return all.length === 0 ? pages : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href && !(await checkDocs())) process.exitCode = 1;
