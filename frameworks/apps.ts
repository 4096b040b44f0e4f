/** An application that the tests build and start. */
export interface App {
  readonly name: string;
  /** The name of its framework in the tests' titles. */
  readonly framework: string;
  /** Files of the recipes, below `apps/recipes/src`, and where the application has them. */
  readonly recipe: Readonly<Record<string, string>>;
  readonly start: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** True when the address comes from `X-Forwarded-For` of one reverse proxy, false when from the connection. */
  readonly behindProxy: boolean;
  /** Headers that the page must also send to pass the framework's own check of form submissions. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Every application. Each one's folder has its name. */
export const APPS: readonly App[] = [
  {
    name: "nextjs",
    framework: "Next.js",
    recipe: {
      "nextjs.ts": "app/client-secret/route.ts",
      "authorize.ts": "app/client-secret/authorize.ts",
    },
    start: ["node_modules/.bin/next", "start", "-H", "127.0.0.1"],
    behindProxy: true,
  },
  {
    name: "sveltekit",
    framework: "SvelteKit",
    recipe: {
      "sveltekit.ts": "src/routes/client-secret/+server.ts",
      "authorize.ts": "src/routes/client-secret/authorize.ts",
    },
    start: ["node", "build/index.js"],
    env: { ADDRESS_HEADER: "x-forwarded-for" },
    behindProxy: true,
  },
  {
    name: "nuxt",
    framework: "Nuxt",
    recipe: { "authorize.ts": "server/authorize.ts" },
    start: ["node", ".output/server/index.mjs"],
    behindProxy: true,
  },
  {
    name: "astro",
    framework: "Astro",
    recipe: { "authorize.ts": "src/authorize.ts" },
    start: ["node", "dist/server/entry.mjs"],
    headers: { "content-type": "application/json" },
    behindProxy: true,
  },
  {
    name: "nest",
    framework: "NestJS",
    recipe: { "authorize.ts": "src/authorize.ts" },
    start: ["node", "dist/main.js"],
    behindProxy: true,
  },
  {
    name: "lambda",
    framework: "AWS Lambda",
    recipe: { "authorize.ts": "src/authorize.ts" },
    start: ["node", "start.ts"],
    behindProxy: false,
  },
];
