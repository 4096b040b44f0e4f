import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A page of the site: what it can be linked by, and where its links lead. */
export interface Page {
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly string[];
}

/** The page that an HTML text is. */
export function readPage(html: string): Page {
  const all = (pattern: RegExp): string[] => [...html.matchAll(pattern)].map(([, value = ""]) => unescapeHtml(value));
  return { anchors: new Set(all(/\sid="([^"]+)"/g)), links: all(/<a\s[^>]*?(?<![:\w-])href="([^"]*)"/g) };
}

/** The pages of the built site in this folder, by their files, such as `guide/errors.html`. */
export async function builtPages(folder: string): Promise<ReadonlyMap<string, Page>> {
  const pages = new Map<string, Page>();
  for await (const file of glob("**/*.html", { cwd: folder })) {
    pages.set(file, readPage(await readFile(join(folder, file), "utf8")));
  }
  return pages;
}

/**
 * The links whose page, or whose place in it, is not there, a line each. VitePress itself looks only at the pages that
 * Markdown links to: not at places in them, and not at its own navigation.
 */
export function deadLinks(pages: ReadonlyMap<string, Page>): readonly string[] {
  return [...pages].flatMap(([file, { links }]) =>
    [...new Set(links)]
      .filter((link) => !isAlive(link, file, pages))
      .map((link) => `${file} links to ${link}: not there.`),
  );
}

function isAlive(link: string, from: string, pages: ReadonlyMap<string, Page>): boolean {
  const site = "http://site.invalid/";
  const { href, pathname, hash } = new URL(link, site + from);
  if (!href.startsWith(site)) return true;
  const path = decodeURIComponent(pathname.slice(1));
  const page = pages.get(path === "" || path.endsWith("/") ? `${path}index.html` : path);
  return page !== undefined && (hash === "" || page.anchors.has(decodeURIComponent(hash.slice(1))));
}

function unescapeHtml(text: string): string {
  return text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");
}
