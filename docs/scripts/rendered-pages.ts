import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createMarkdownRenderer, type DefaultTheme, disposeMdItInstance, resolveConfig } from "vitepress";
import { type Page, readPage } from "./dead-links.ts";

/** The pages of the site in this folder as far as links go: rendered, but neither colored nor built. */
export async function renderedPages(folder: string): Promise<ReadonlyMap<string, Page>> {
  const { srcDir, pages, markdown, site, logger } = await resolveConfig(folder, "build", "production");
  const plain = { ...markdown, highlight: (code: string) => `<pre>${code.replaceAll("<", "&lt;")}</pre>` };
  // VitePress keeps one renderer: a build in the same process must not be given ours, nor we its.
  disposeMdItInstance();
  const renderer = await createMarkdownRenderer(srcDir, plain, site.base, logger);
  const theme: DefaultTheme.Config = site.themeConfig;
  const rendered = new Map<string, Page>();
  for (const relativePath of pages) {
    const env = { path: join(srcDir, relativePath), relativePath, cleanUrls: site.cleanUrls, frontmatter: {} };
    const { anchors, links } = readPage(await renderer.renderAsync(readFileSync(env.path, "utf8"), env));
    rendered.set(htmlOf(relativePath), { anchors, links: [...links, ...linksIn(env.frontmatter)] });
  }
  disposeMdItInstance();
  rendered.set("the navigation", { anchors: new Set(), links: linksIn([theme.nav, theme.sidebar]) });
  return rendered;
}

/** The links of a configuration, as the theme makes them: `link: "/start/node"`. */
function linksIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === "link" && typeof part === "string" ? [htmlOf(part)] : linksIn(part),
  );
}

function htmlOf(link: string): string {
  const [path = "", hash] = link.split("#", 2);
  const html = /(?:^|\/)$|^[a-z]+:/.test(path) ? path : `${path.replace(/\.md$/, "")}.html`;
  return hash === undefined ? html : `${html}#${hash}`;
}
