import { fileURLToPath, pathToFileURL } from "node:url";
import { resolveConfig, type SiteConfig } from "vitepress";
import { checkCodeBlocks } from "./code-blocks.ts";
import { deadLinks } from "./dead-links.ts";
import { writeReference } from "./reference.ts";
import { linkedPages, type RenderedPage, renderPages } from "./rendered-pages.ts";

const HOME = fileURLToPath(new URL("..", import.meta.url));

/** A site that passed the check. */
interface CheckedSite {
  readonly config: SiteConfig;
  readonly pages: readonly RenderedPage[];
}

/**
 * Checks that everything public has a docstring, every link leads somewhere, and all code compiles against the built
 * packages. Prints what is not so, a line each, or returns the site. It builds no site, but writes the API reference's.
 */
export async function checkDocs(): Promise<CheckedSite | undefined> {
  const problems = await writeReference();
  // After the reference: the sidebar lists it.
  const config = await resolveConfig(HOME, "build", "production");
  const pages = await renderPages(config);
  const dead = deadLinks(linkedPages(config, pages));
  const all = [...problems, ...dead, ...checkCodeBlocks()];
  for (const problem of all) console.log(problem);
  return all.length === 0 ? { config, pages } : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href && !(await checkDocs())) process.exitCode = 1;
