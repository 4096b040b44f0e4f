import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { type BackEnd, type BackEndName, startBackEnd } from "../../local/back-end.ts";
import { freePort } from "../../local/free-port.ts";
import { serveBuiltPage } from "../../local/page.ts";

/** The built page, a back end and a sandbox that know each other, each on an origin of its own. */
export interface Site {
  readonly backEnd: BackEndName;
  readonly page: string;
  readonly mintEndpoint: string;
  readonly invoicesEndpoint: string;
  readonly sandbox: RunningSandbox;
  /** The output of the back end so far. */
  log(): string;
  /** Kills the back end in the middle of what it does, and starts it again with what it had stored. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a site for each back end. The pages are built one after the other: Vite reads the environment. */
export async function startSites(names: readonly BackEndName[]): Promise<readonly Site[]> {
  let built: Promise<unknown> = Promise.resolve();
  const sites = names.map(async (name) => {
    const [sandbox, port, outDir, folder] = await Promise.all([
      startSandbox(),
      freePort(),
      mkdtemp(join(tmpdir(), "browser-checkout-")),
      mkdtemp(join(tmpdir(), "browser-checkout-back-end-")),
    ]);
    let log = "";
    const start = (backEndPort: number): Promise<BackEnd> =>
      startBackEnd(name, {
        allowedOrigin: `http://127.0.0.1:${port}`,
        baseUrl: sandbox.baseUrl,
        mintsPerMinute: 1_000,
        folder,
        port: backEndPort,
        onOutput: (text) => {
          log += text;
        },
      });
    let backEnd = await start(0);
    const { mintEndpoint, invoicesEndpoint, webhookUrl } = backEnd;
    sandbox.control.subscribeWebhook({ url: webhookUrl });
    const serving = built.then(() =>
      serveBuiltPage(port, outDir, {
        VITE_MINT_ENDPOINT: mintEndpoint,
        VITE_INVOICES_ENDPOINT: invoicesEndpoint,
        VITE_PLASTIQ_BASE_URL: sandbox.baseUrl,
        VITE_SAVED_CARDS_URL: sandbox.origin,
      }),
    );
    built = serving;
    const page = await serving;
    const site: Site = {
      backEnd: name,
      page: page.origin,
      mintEndpoint,
      invoicesEndpoint,
      sandbox,
      log: () => log,
      async restart() {
        await backEnd.kill();
        backEnd = await start(backEnd.port);
      },
      async close() {
        await Promise.all([page.close(), backEnd.stop()]);
        const remove = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 5 });
        await Promise.all([sandbox.close(), remove(outDir), remove(folder)]);
      },
    };
    return site;
  });
  return await Promise.all(sites);
}
