import { fileURLToPath } from "node:url";
import { build, createServer, type InlineConfig, type Plugin, preview } from "vite";

/** Settings that the page is built with; see `src/settings.ts`. */
export interface PageVariables {
  readonly VITE_MINT_ENDPOINT: string;
  readonly VITE_INVOICES_ENDPOINT: string;
  readonly VITE_PLASTIQ_BASE_URL: string;
  readonly VITE_SAVED_CARDS_URL?: string;
}

/** A server of the page. */
export interface RunningPage {
  readonly origin: string;
  close(): Promise<void>;
}

const CONFIG: InlineConfig = {
  configFile: fileURLToPath(new URL("../vite.config.ts", import.meta.url)),
  logLevel: "warn",
  clearScreen: false,
};
const listening = (port: number) => ({ host: "127.0.0.1", port, strictPort: true });

/** Serves the page from its source, for work on it. */
export async function servePageSource(port: number, variables: PageVariables): Promise<RunningPage> {
  // As long as it runs: Vite reads them again when it restarts itself.
  Object.assign(process.env, variables);
  const server = await createServer({ ...CONFIG, plugins: [demoSignIn()], server: listening(port) });
  await server.listen();
  const close = async (): Promise<void> => {
    for (const name of Object.keys(variables)) delete process.env[name];
    await server.close();
  };
  return { origin: `http://127.0.0.1:${port}`, close };
}

/** Builds the page into a folder, and serves what was built. */
export async function serveBuiltPage(port: number, outDir: string, variables: PageVariables): Promise<RunningPage> {
  const server = await withVariables(variables, async () => {
    await build({ ...CONFIG, build: { outDir, emptyOutDir: true } });
    return await preview({ ...CONFIG, plugins: [demoSignIn()], build: { outDir }, preview: listening(port) });
  });
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Vite reads them from the environment, while it starts. */
async function withVariables<Result>(variables: PageVariables, act: () => Promise<Result>): Promise<Result> {
  Object.assign(process.env, variables);
  try {
    return await act();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }
}

/** Signs in whoever opens the page, as the apps' demo user. A cookie is for a host whatever the port. */
function demoSignIn(): Plugin {
  const signIn = (_request: unknown, response: { setHeader(name: string, value: string): void }, next: () => void) => {
    response.setHeader("Set-Cookie", "session=demo-session-of-jen; Path=/; HttpOnly; SameSite=Strict");
    next();
  };
  return {
    name: "demo-sign-in",
    configureServer: ({ middlewares }) => void middlewares.use(signIn),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(signIn),
  };
}
