/** An application that the tests build and start. */
export interface App {
  readonly name: string;
  /** The name of its framework in the tests' titles. */
  readonly framework: string;
  /** Files of the application, each with the file of `apps` that it is a copy of. */
  readonly recipe: Readonly<Record<string, string>>;
  readonly start: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Where the end user's address comes from: one reverse proxy, Cloudflare, or the connection. */
  readonly address: "proxy" | "cloudflare" | "connection";
  /** Where its build puts what browsers load. Default: `dist`, of the page below. */
  readonly client?: string;
  /** The page that the reverse proxy serves, for an application that renders none itself. */
  readonly page?: "react" | "vue";
  /** The variable from which the page's build takes the address of the local sandbox. */
  readonly pageBaseUrl?: string;
  /** Headers that the page must also send to pass the framework's own check of form submissions. */
  readonly headers?: Readonly<Record<string, string>>;
  /** True if the local sandbox is one of its routes. */
  readonly mountsSandbox?: true;
}

/** A page without a server, which is served in front of applications that have no page. */
export type Page = Pick<App, "name" | "recipe">;

/** The payment route, in one folder. */
const payment = (folder: string) => filesOf("recipes/src", ["pay.ts", "orders.ts", "authorize.ts"], folder);
/** Files that all pages share. */
const SHARED = ["card-of-form.ts", "message-of.ts", "save-card.ts", "pay-order.ts", "checkout.css"];
const REACT = ["react/save-card.tsx", "react/checkout.tsx"];
const VUE = ["vue/use-save-state.ts", "vue/SaveCard.vue", "vue/CheckoutPage.vue"];
const page = (folder: string, ...files: string[]) => filesOf("browser-recipes/src", [...SHARED, ...files], folder);

function filesOf(from: string, files: readonly string[], to: string): Record<string, string> {
  return Object.fromEntries(files.map((file) => [`${to}/${file}`, `${from}/${file}`]));
}

/** Every application. Each one's folder has its name. */
export const APPS: readonly App[] = [
  {
    name: "nextjs",
    framework: "Next.js",
    recipe: {
      "app/client-secret/route.ts": "recipes/src/nextjs.ts",
      "app/client-secret/authorize.ts": "recipes/src/authorize.ts",
      ...payment("app/payment"),
      "app/plastiq-sandbox/[...path]/preview-sandbox.ts": "recipes/src/preview-sandbox.ts",
      ...page("app/checkout", ...REACT),
    },
    start: ["node_modules/.bin/next", "start", "-H", "127.0.0.1"],
    address: "proxy",
    client: ".next/static",
    pageBaseUrl: "NEXT_PUBLIC_PLASTIQ_BASE_URL",
    mountsSandbox: true,
  },
  {
    name: "sveltekit",
    framework: "SvelteKit",
    recipe: {
      "src/routes/client-secret/+server.ts": "recipes/src/sveltekit.ts",
      "src/routes/client-secret/authorize.ts": "recipes/src/authorize.ts",
      ...payment("src/routes/payment"),
      "src/routes/plastiq-sandbox/[...path]/preview-sandbox.ts": "recipes/src/preview-sandbox.ts",
      ...page("src/checkout", "store-card.ts", "mark-fields.ts"),
    },
    start: ["node", "build/index.js"],
    env: { ADDRESS_HEADER: "x-forwarded-for" },
    address: "proxy",
    client: "build/client",
    pageBaseUrl: "VITE_PLASTIQ_BASE_URL",
    mountsSandbox: true,
  },
  {
    name: "nuxt",
    framework: "Nuxt",
    recipe: { ...payment("server"), ...page("app/checkout", "store-card.ts", ...VUE) },
    start: ["node", ".output/server/index.mjs"],
    address: "proxy",
    client: ".output/public",
    pageBaseUrl: "VITE_PLASTIQ_BASE_URL",
  },
  {
    name: "astro",
    framework: "Astro",
    recipe: { ...payment("src"), ...page("src/checkout", "mark-fields.ts") },
    start: ["node", "dist/server/entry.mjs"],
    headers: { "content-type": "application/json" },
    address: "proxy",
    client: "dist/client",
    pageBaseUrl: "PUBLIC_PLASTIQ_BASE_URL",
  },
  {
    name: "nest",
    framework: "NestJS",
    recipe: payment("src"),
    start: ["node", "dist/main.js"],
    address: "proxy",
    page: "react",
  },
  {
    name: "hono-workers",
    framework: "Hono on Workers",
    recipe: filesOf("recipes/src", ["pay.ts", "authorize.ts"], "src"),
    // It takes the Worker's secrets from the environment.
    start: [
      "node_modules/.bin/wrangler",
      "dev",
      "--ip",
      "127.0.0.1",
      "--port",
      "%PORT%",
      // Its Durable Objects outlive it: each start has its own.
      "--persist-to",
      ".wrangler/state-%PORT%",
      "--show-interactive-dev-session=false",
    ],
    env: { CLOUDFLARE_INCLUDE_PROCESS_ENV: "true" },
    address: "cloudflare",
    page: "vue",
  },
  {
    name: "lambda",
    framework: "AWS Lambda",
    recipe: payment("src"),
    start: ["node", "start.ts"],
    address: "connection",
    page: "react",
  },
];

/** Every page that the reverse proxy can serve. */
export const PAGES: readonly Page[] = [
  { name: "react", recipe: page("src/checkout", "store-card.ts", ...REACT) },
  { name: "vue", recipe: page("src/checkout", "store-card.ts", ...VUE) },
];
