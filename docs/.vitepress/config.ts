import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DefaultTheme, defineConfig } from "vitepress";
import { builtPages, deadLinks } from "../scripts/dead-links.ts";
import { showFileNames } from "./file-names.ts";
import { githubSlug } from "./github-slug.ts";
import { markLongCells } from "./mark-long-cells.ts";
import { markNames } from "./mark-names.ts";
import { linkToRepository } from "./repository-links.ts";

const HOME = fileURLToPath(new URL("..", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const REPOSITORY = "https://github.com/plastiq-connect/plastiq-connect";
const LOGO = readFileSync(`${HOME}public/logo.svg`, "utf8");
// An absolute address, as the services that show it ask for. Drawn from docs/public/social-card.svg.
const SOCIAL_CARD =
  "https://raw.githubusercontent.com/plastiq-connect/plastiq-connect/main/docs/public/social-card.png";

/** The pages of a folder as entries of the sidebar, each by its first heading, in the order in which its index links them. */
function pagesOf(folder: string): DefaultTheme.SidebarItem[] {
  const index = readFileSync(`${HOME}${folder}/index.md`, "utf8");
  return readdirSync(`${HOME}${folder}`)
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .sort()
    .sort((one, other) => index.indexOf(one) - index.indexOf(other))
    .map((file) => {
      const [, text = file] = /^# (.+)$/m.exec(readFileSync(`${HOME}${folder}/${file}`, "utf8")) ?? [];
      return { text, link: `/${folder}/${file.replace(/\.md$/, "")}` };
    });
}

/** A page of the reference in TypeDoc's navigation. */
interface Entry {
  readonly title: string;
  readonly path?: string;
  readonly children?: readonly Entry[];
}

/** A sidebar for each package: one for all would be in every page, and longer than most of them. */
function referenceSidebars(): DefaultTheme.SidebarMulti {
  const file = `${HOME}reference/navigation.json`;
  if (!existsSync(file))
    throw new Error("The API reference is missing. Run `npm run docs:build` or `npm run docs:dev`.");
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
  { text: "Start in five minutes", link: "/start/", items: pagesOf("start") },
  {
    text: "Basics",
    items: [
      { text: "Concepts", link: "/guide/concepts" },
      { text: "Configuration", link: "/guide/configuration" },
      { text: "Errors", link: "/guide/errors" },
      { text: "Retries and timeouts", link: "/guide/retries" },
      { text: "Lists", link: "/guide/lists" },
      { text: "Money", link: "/guide/money" },
    ],
  },
  {
    text: "Cards",
    items: [
      { text: "The mint endpoint", link: "/guide/mint-endpoint" },
      { text: "In the browser", link: "/guide/browser" },
      { text: "Card data and PCI DSS", link: "/guide/pci" },
      { text: "Proxies and addresses", link: "/guide/proxies" },
    ],
  },
  {
    text: "Payments",
    items: [
      { text: "Make a payment", link: "/guide/payments" },
      { text: "Pay once", link: "/guide/pay-once" },
      { text: "Statuses", link: "/guide/statuses" },
      { text: "Webhooks", link: "/guide/webhooks" },
      { text: "Reconciliation", link: "/guide/reconciliation" },
      { text: "Documents", link: "/guide/documents" },
    ],
  },
  { text: "Resources", link: "/resources/", collapsed: true, items: pagesOf("resources") },
  {
    text: "Testing and operation",
    items: [
      { text: "Testing", link: "/guide/testing" },
      { text: "Testing front ends", link: "/guide/testing-front-ends" },
      { text: "CommonJS and Jest", link: "/guide/commonjs" },
      { text: "Command line", link: "/guide/command-line" },
      { text: "Logs, traces and metrics", link: "/guide/observability" },
      { text: "Performance", link: "/guide/performance" },
      { text: "Production checklist", link: "/guide/production" },
      { text: "Secrets managers", link: "/guide/secrets-managers" },
      { text: "Serverless", link: "/guide/serverless" },
      { text: "Running on many machines", link: "/guide/many-machines" },
      { text: "Graceful shutdown", link: "/guide/graceful-shutdown" },
      { text: "Security", link: "/security" },
    ],
  },
  { text: "Recipes", link: "/recipes/", collapsed: true, items: pagesOf("recipes") },
  {
    text: "Project",
    collapsed: true,
    items: [
      { text: "What is inferred", link: "/guide/inferred" },
      { text: "Not included", link: "/guide/not-included" },
      { text: "Versioning and support", link: "/guide/versioning" },
      { text: "Releases", link: "/guide/releases" },
      { text: "Dependencies", link: "/guide/dependencies" },
      { text: "Telemetry: none", link: "/guide/telemetry" },
      { text: "For coding agents", link: "/guide/agents" },
      { text: "Migration", link: "/guide/migration" },
      { text: "Decisions", link: "/decisions/", items: pagesOf("decisions") },
    ],
  },
];

export default defineConfig({
  title: "plastiq-connect",
  description:
    "A TypeScript client for Plastiq Connect: cards without card data on your server, and payments that happen once.",
  lang: "en",
  srcExclude: ["examples/**", "includes/**"],
  // The pages tell readers to start servers on their own machine.
  ignoreDeadLinks: "localhostLinks",
  head: [
    // Inline: the site loads nothing from other hosts.
    ["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(LOGO)}` }],
    ["meta", { name: "theme-color", content: "#0b5cad" }],
    ["meta", { property: "og:title", content: "plastiq-connect" }],
    ["meta", { property: "og:description", content: "Take cards without card data touching your server." }],
    ["meta", { property: "og:image", content: SOCIAL_CARD }],
    ["meta", { name: "twitter:card", content: "summary_large_image" }],
  ],
  // The index of the search is large, and loaded only when somebody searches.
  vite: { build: { chunkSizeWarningLimit: 1_500 } },
  markdown: {
    anchor: { slugify: githubSlug },
    config(markdown) {
      linkToRepository(markdown, { site: HOME, root: ROOT, files: `${REPOSITORY}/blob/main` });
      markNames(markdown);
      markLongCells(markdown);
      showFileNames(markdown);
    },
  },
  themeConfig: {
    logo: "/logo.svg",
    nav: [
      { text: "Start", link: "/start/", activeMatch: "^/start/" },
      { text: "Guide", link: "/guide/concepts", activeMatch: "^/(guide|recipes|resources|decisions|security)" },
      { text: "Reference", link: "/reference/", activeMatch: "^/reference/" },
    ],
    sidebar: { "/": GUIDE, ...referenceSidebars() },
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        miniSearch: {
          // A search shows guides before the reference and the decisions.
          searchOptions: { boostDocument: (id: string) => (/^\/(?:reference|decisions)\//.test(id) ? 0.3 : 1) },
        },
      },
    },
    socialLinks: [{ icon: "github", link: REPOSITORY }],
    externalLinkIcon: true,
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path`, text: "Edit this page" },
    notFound: { quote: "The address is wrong, or the page has moved. The search finds it.", linkText: "Home page" },
    footer: { message: "MIT license. Independent of Plastiq, and not verified against the live API." },
  },
  transformPageData({ relativePath, frontmatter }) {
    // TypeDoc writes these pages: there is nothing to edit.
    if (relativePath.startsWith("reference/")) Object.assign(frontmatter, { pageClass: "reference", editLink: false });
  },
  async buildEnd({ outDir }) {
    const dead = deadLinks(await builtPages(outDir));
    if (dead.length > 0) throw new Error(dead.join("\n"));
  },
});
