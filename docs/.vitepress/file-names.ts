import { basename } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** Shows the name of the file beside code that comes from one, or its title, where VitePress shows the language. */
export function showFileNames(markdown: MarkdownRenderer): void {
  const { fence } = markdown.renderer.rules;
  if (!fence) return;
  markdown.renderer.rules.fence = (...args) => {
    const [tokens, index] = args;
    const { info = "", meta } = tokens[index] ?? {};
    const [, title] = /\[(.*)\]/.exec(info) ?? [];
    const html = fence(...args);
    if (typeof meta?.src !== "string") return html;
    return html.replace(/(<span class="lang">)[^<]*/, `$1${title ?? basename(meta.src)}`);
  };
}
