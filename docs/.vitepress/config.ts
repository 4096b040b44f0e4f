import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DefaultTheme, defineConfig } from "vitepress";
import { builtPages, deadLinks } from "../scripts/dead-links.ts";
import { linkToRepository } from "./repository-links.ts";

const HOME = fileURLToPath(new URL("..", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const REPOSITORY = "https://github.com/plastiq-connect/plastiq-connect";

/** The pages of a folder as entries of the sidebar, each by its first heading. */
function pagesOf(folder: string): DefaultTheme.SidebarItem[] {
  return readdirSync(`${HOME}${folder}`)
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .sort()
    .map((file) => {
      const [, text = file] = /^# (.+)$/m.exec(readFileSync(`${HOME}${folder}/${file}`, "utf8")) ?? [];
      return { text, link: `/${folder}/${file.replace(/\.md$/, "")}` };
    });
}

/** What TypeDoc writes of the reference's pages. */
interface Entry {
  readonly title: string;
  readonly path?: string;
  readonly children?: readonly Entry[];
}

/** A sidebar for each package: one for all would be in every page, and longer than most of them. */
function referenceSidebars(): DefaultTheme.SidebarMulti {
  const file = `${HOME}reference/navigation.json`;
  if (!existsSync(file)) throw new Error("There is no API reference yet: run `pnpm docs:build`, or `pnpm docs:dev`.");
  const linkOf = (path: string): string => `/reference/${path.replace(/(?:index)?\.md$/, "")}`;
  const itemOf = ({ title, path, children }: Entry): DefaultTheme.SidebarItem => ({
    text: title,
    ...(path ? { link: linkOf(path) } : {}),
    ...(children ? { items: children.map(itemOf) } : {}),
  });
  const modules: readonly Entry[] = JSON.parse(readFileSync(file, "utf8"));
  const all = modules.map(({ title, path = "" }) => ({ text: title, link: linkOf(path) }));
  const ofModule = modules.map((module): [string, DefaultTheme.SidebarItem[]] => [
    linkOf(module.path ?? ""),
    [itemOf(module), { text: "All packages", collapsed: true, items: all }],
  ]);
  return { "/reference/": [{ text: "Packages", items: all }], ...Object.fromEntries(ofModule) };
}

const GUIDE: DefaultTheme.SidebarItem[] = [
  {
    text: "Start in five minutes",
    link: "/start/",
    items: [
      { text: "Node", link: "/start/node" },
      { text: "Deno", link: "/start/deno" },
      { text: "Cloudflare Workers", link: "/start/workers" },
      { text: "Bun", link: "/start/bun" },
      { text: "Browser", link: "/start/browser" },
    ],
  },
  {
    text: "Guide",
    items: [
      { text: "Concepts", link: "/guide/concepts" },
      { text: "The mint endpoint", link: "/guide/mint-endpoint" },
      { text: "In the browser", link: "/guide/browser" },
      { text: "Proxies and addresses", link: "/guide/proxies" },
      { text: "Errors", link: "/guide/errors" },
      { text: "Retries, certainty and time", link: "/guide/retries" },
      { text: "Testing", link: "/guide/testing" },
      { text: "CommonJS and Jest", link: "/guide/commonjs" },
      { text: "Testing front ends", link: "/guide/testing-front-ends" },
      { text: "Command line", link: "/guide/command-line" },
      { text: "Security", link: "/security" },
      { text: "Releases", link: "/guide/releases" },
      { text: "Migration", link: "/guide/migration" },
    ],
  },
  { text: "Recipes", link: "/recipes/", collapsed: true, items: pagesOf("recipes") },
  {
    text: "Background",
    collapsed: true,
    items: [
      { text: "What is inferred", link: "/guide/inferred" },
      { text: "Decisions", link: "/decisions/", items: pagesOf("decisions") },
    ],
  },
];

export default defineConfig({
  title: "plastiq-connect",
  description: "A TypeScript client for Plastiq Connect: client secrets for browsers, from every JavaScript runtime.",
  lang: "en",
  srcExclude: ["examples/**", "parts/**"],
  // What the pages tell to start: addresses of this machine.
  ignoreDeadLinks: "localhostLinks",
  head: [
    // As text: the site asks the network for nothing.
    ["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(icon())}` }],
    ["meta", { name: "theme-color", content: "#0b5cad" }],
  ],
  markdown: {
    config: (markdown) => linkToRepository(markdown, { site: HOME, root: ROOT, files: `${REPOSITORY}/blob/main` }),
  },
  themeConfig: {
    nav: [
      { text: "Start", link: "/start/", activeMatch: "^/start/" },
      { text: "Guide", link: "/guide/concepts", activeMatch: "^/(guide|recipes|decisions|security)" },
      { text: "Reference", link: "/reference/", activeMatch: "^/reference/" },
    ],
    sidebar: { "/": GUIDE, ...referenceSidebars() },
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        miniSearch: {
          // Who searches wants to be told before they want to look it up.
          searchOptions: { boostDocument: (id: string) => (id.startsWith("/reference/") ? 0.3 : 1) },
        },
      },
    },
    socialLinks: [{ icon: "github", link: REPOSITORY }],
    externalLinkIcon: true,
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path`, text: "Edit this page" },
    footer: { message: "MIT licence. Independent of Plastiq, and never verified against the live API." },
  },
  transformPageData({ relativePath, frontmatter }) {
    // It is written by TypeDoc: there is nothing to edit.
    if (relativePath.startsWith("reference/")) Object.assign(frontmatter, { pageClass: "reference", editLink: false });
  },
  async buildEnd({ outDir }) {
    const dead = deadLinks(await builtPages(outDir));
    if (dead.length > 0) throw new Error(dead.join("\n"));
  },
});

function icon(): string {
  return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5cad"/><path d="M10 24V9h7a5 5 0 0 1 0 10h-7" fill="none" stroke="#fff" stroke-width="3.2" stroke-linejoin="round"/></svg>';
}
