import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DefaultTheme, SiteConfig } from "vitepress";
import type { RenderedPage } from "./rendered-pages.ts";

const LEFT_OUT = /^(?:reference|decisions)\//;

/**
 * Writes `llms.txt`, `llms-full.txt` and each page as Markdown beside the built site. The reference and the decisions are
 * left out. A plugin does the same, but includes the whole of a README wherever a page asks for one section of it.
 */
export function writeTextForModels({ srcDir, outDir, site }: SiteConfig, pages: readonly RenderedPage[]): void {
  const theme: DefaultTheme.Config = site.themeConfig;
  const texts = new Map(
    pages
      .filter(({ path }) => !LEFT_OUT.test(path))
      .map(({ path, source }) => [path, textOf(source, join(srcDir, path), srcDir)]),
  );
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(outDir, path)), { recursive: true });
    writeFileSync(join(outDir, path), text);
  };
  for (const [path, text] of texts) write(path, text);
  const guide = theme.sidebar && "/" in theme.sidebar ? theme.sidebar["/"] : [];
  const list = contents(Array.isArray(guide) ? guide : [], texts);
  write("llms.txt", `# ${site.title}\n\n> ${site.description}\n\n${list}\n`);
  write("llms-full.txt", [...texts].map(([path, text]) => `---\nurl: /${path}\n---\n\n${text}`).join("\n"));
}

/** The text of a page, with the code that it includes and without what only VitePress reads. */
function textOf(source: string, file: string, srcDir: string): string {
  const text = source
    .replace(/^---\n[\s\S]*?\n---\n/, "")
    .replaceAll(/<script[\s\S]*?<\/script>\n*/g, "")
    // A picture is described in words.
    .replaceAll(/<svg[\s\S]*?<desc[^>]*>([\s\S]*?)<\/desc>[\s\S]*?<\/svg>/g, "$1")
    .replaceAll(/^<!-- @include-(?:start: .*|end) -->\n*/gm, "")
    .replaceAll(/^<<< (\S+?)(?:#(\w[\w-]*))?(?:\{(\w+)\})?(?: \[.*\])?$/gm, (_, path, region, language) => {
      const from = path.startsWith("@/") ? join(srcDir, path.slice(2)) : join(dirname(file), path);
      const code = codeOf(readFileSync(from, "utf8"), region);
      return `\`\`\`${language ?? path.replace(/.*\./, "")}\n${code.trimEnd()}\n\`\`\``;
    });
  const [other] = /^[ \t]*<<<.*/m.exec(text) ?? [];
  if (other) throw new Error(`${file}: "${other}" has an unknown form. Write it as other includes.`);
  return `${text.trim()}\n`;
}

/** Returns the code of a file, or of one region of it, without the marks of regions. */
export function codeOf(text: string, region: string | undefined): string {
  const lines = text.split("\n");
  const start = region === undefined ? 0 : lines.findIndex((line) => line.trimEnd().endsWith(`#region ${region}`));
  const end = region === undefined ? lines.length : lines.indexOf(lines[start]?.replace("#region", "#endregion") ?? "");
  if (start < 0 || end < 0) throw new Error(`There is no region ${region}, or no line that ends it.`);
  const kept = lines.slice(start, end).filter((line) => !/#(?:end)?region\b/.test(line));
  const indent = Math.min(...kept.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return kept.map((line) => line.slice(indent)).join("\n");
}

/** The entries of the sidebar as a list, with a heading for each group. */
function contents(items: readonly DefaultTheme.SidebarItem[], texts: ReadonlyMap<string, string>): string {
  return items
    .map(({ text, link, items: inner = [] }) => {
      const entries = [...(link ? [{ text, link }] : []), ...inner].flatMap((entry) => {
        const path = `${entry.link ?? ""}`.slice(1).replace(/(?:^|\/)$/, "$&index");
        if (LEFT_OUT.test(path)) return [];
        if (!texts.has(`${path}.md`)) throw new Error(`There is no page for ${entry.link}, an entry of the sidebar.`);
        return [`- [${entry.text}](/${path}.md)`];
      });
      return `## ${text}\n\n${entries.join("\n")}`;
    })
    .join("\n\n");
}
