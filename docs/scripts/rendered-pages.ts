import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createMarkdownRenderer, type DefaultTheme, disposeMdItInstance, type SiteConfig } from "vitepress";
import { type Page, readPage } from "./dead-links.ts";

/** A page of the site, and where it comes from. */
export interface RenderedPage extends Page {
  /** Its file, such as `guide/errors.md`. */
  readonly path: string;
  /** Its Markdown, with the Markdown that it includes. */
  readonly source: string;
}

/** Renders the pages of the site, but neither colors nor builds them. */
export async function renderPages(config: SiteConfig): Promise<readonly RenderedPage[]> {
  const { srcDir, pages, markdown, site, logger } = config;
  const plain = { ...markdown, highlight: (code: string) => `<pre>${code.replaceAll("<", "&lt;")}</pre>` };
  // VitePress keeps one renderer: a build in the same process must not be given ours, nor we its.
  disposeMdItInstance();
  const renderer = await createMarkdownRenderer(srcDir, plain, site.base, logger);
  const rendered: RenderedPage[] = [];
  for (const path of pages) {
    const file = join(srcDir, path);
    const source = readFileSync(file, "utf8");
    const env = { path: file, relativePath: path, cleanUrls: site.cleanUrls, frontmatter: {}, src: source };
    const { anchors, links } = readPage(await renderer.renderAsync(source, env));
    rendered.push({ path, source: env.src, anchors, links: [...links, ...linksIn(env.frontmatter)] });
  }
  disposeMdItInstance();
  return rendered;
}

/** Returns the pages by the paths that links use, and what the navigation links to. */
export function linkedPages({ site }: SiteConfig, pages: readonly RenderedPage[]): ReadonlyMap<string, Page> {
  const theme: DefaultTheme.Config = site.themeConfig;
  const navigation: Page = { anchors: new Set(), links: linksIn([theme.nav, theme.sidebar]) };
  return new Map([...pages.map((page) => [htmlOf(page.path), page] as const), ["the navigation", navigation]]);
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
