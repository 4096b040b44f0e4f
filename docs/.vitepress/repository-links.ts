import { dirname, relative, resolve } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** Where the site's pages are, and where the files beside them can be read. */
interface Places {
  readonly site: string;
  readonly root: string;
  /** Such as `https://github.com/owner/name/blob/main`. */
  readonly files: string;
}

/**
 * Makes relative links that leave the site, in its pages and in the READMEs that they include, lead to the repository.
 */
export function linkToRepository(markdown: MarkdownRenderer, { site, root, files }: Places): void {
  markdown.core.ruler.push("repository-links", ({ tokens, env }) => {
    // The folders of the files that are being included, the innermost last.
    const folders = [dirname(env.path ?? "")];
    for (const { type, content, children } of tokens) {
      if (type === "html_block") {
        for (const [, start] of content.matchAll(/<!-- @include-(?:start: (.*)|end) -->/g)) {
          if (start === undefined) folders.pop();
          else folders.push(start);
        }
      }
      for (const child of children ?? []) {
        const href = child.type === "link_open" ? (child.attrGet("href") ?? "") : "";
        const [path = "", hash] = href.split("#", 2);
        if (path === "" || /^(?:[a-z]+:|\/)/.test(path)) continue;
        const file = resolve(folders.at(-1) ?? "", path);
        if (!relative(site, file).startsWith("..")) continue;
        child.attrSet("href", `${files}/${relative(root, file)}${hash === undefined ? "" : `#${hash}`}`);
      }
    }
  });
}
