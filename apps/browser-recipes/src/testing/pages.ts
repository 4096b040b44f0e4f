import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createClient, mintEndpoint } from "@plastiq-connect/node";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import vue from "@vitejs/plugin-vue";
import { build, type Rollup } from "vite";

/** The pages that are tried, by their entry files. */
const ENTRIES = { react: "react/main.tsx", vue: "vue/main.ts" } as const;
/** The name of one of them. */
export type RecipeName = keyof typeof ENTRIES;

/** A server with a page for each recipe, and the mint endpoint of an application. */
export interface Pages {
  url(name: RecipeName): string;
  close(): void;
}

/** Builds the recipes as a user would, and serves them on loopback. */
export async function servePages(baseUrl: string): Promise<Pages> {
  const scripts = new Map<string, string>();
  for (const [name, entry] of Object.entries(ENTRIES)) scripts.set(`/${name}.js`, await bundle(entry, baseUrl));

  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const mint = mintEndpoint({
    client: createClient({ apiKey: LOCAL_API_KEY, baseUrl }),
    authorize: () => ({ payerId: LOCAL_PAYER_ID }),
    allowedOrigins: [origin],
  });
  server.on("request", (request, response) => {
    const { url = "/" } = request;
    if (url === "/client-secret") return void mint(request, response);
    const script = scripts.get(url);
    if (script) return void response.setHeader("content-type", "text/javascript").end(script);
    const page = `<!doctype html><html lang="en"><title>Save a card</title><link rel="icon" href="data:," /><body><script type="module" src="${url}.js"></script></body></html>`;
    response.setHeader("content-type", "text/html").end(page);
  });
  return {
    url: (name) => `${origin}/${name}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bundle(entry: string, baseUrl: string): Promise<string> {
  const result = await build({
    configFile: false,
    root: fileURLToPath(new URL("..", import.meta.url)),
    logLevel: "warn",
    plugins: [vue({ isProduction: true })],
    // A test runs with another NODE_ENV than a user's build.
    oxc: { jsx: { runtime: "automatic", development: false } },
    define: {
      "import.meta.env.VITE_PLASTIQ_BASE_URL": JSON.stringify(baseUrl),
      "process.env.NODE_ENV": '"production"',
    },
    build: {
      write: false,
      rollupOptions: {
        input: fileURLToPath(new URL(`../${entry}`, import.meta.url)),
        output: { codeSplitting: false },
      },
    },
  });
  const [output] = [result].flat() as Rollup.RollupOutput[];
  const chunk = output?.output.find((file) => file.type === "chunk" && file.isEntry);
  return chunk?.type === "chunk" ? chunk.code : "";
}
