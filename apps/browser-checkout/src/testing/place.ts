import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { type BackEndName, startBackEnd } from "../../local/back-end.ts";
import { freePort } from "../../local/free-port.ts";
import { serveBuiltPage } from "../../local/page.ts";

/** The built page, a back end and a sandbox that know each other, each on an origin of its own. */
export interface Place {
  readonly backEnd: BackEndName;
  readonly page: string;
  readonly mintEndpoint: string;
  readonly sandbox: RunningSandbox;
  /** What the back end has printed so far. */
  log(): string;
  close(): Promise<void>;
}

/** Starts a place for each back end. The pages are built one after the other: Vite reads the environment. */
export async function startPlaces(names: readonly BackEndName[]): Promise<readonly Place[]> {
  let built: Promise<unknown> = Promise.resolve();
  const places = names.map(async (name) => {
    const [sandbox, port, outDir] = await Promise.all([
      startSandbox(),
      freePort(),
      mkdtemp(join(tmpdir(), "browser-checkout-")),
    ]);
    let log = "";
    const backEnd = await startBackEnd(name, {
      allowedOrigin: `http://127.0.0.1:${port}`,
      baseUrl: sandbox.baseUrl,
      mintsPerMinute: 1_000,
      onOutput: (text) => {
        log += text;
      },
    });
    const serving = built.then(() =>
      serveBuiltPage(port, outDir, {
        VITE_MINT_ENDPOINT: backEnd.mintEndpoint,
        VITE_PLASTIQ_BASE_URL: sandbox.baseUrl,
        VITE_SAVED_CARDS_URL: sandbox.origin,
      }),
    );
    built = serving;
    const page = await serving;
    const place: Place = {
      backEnd: name,
      page: page.origin,
      mintEndpoint: backEnd.mintEndpoint,
      sandbox,
      log: () => log,
      async close() {
        await Promise.all([page.close(), backEnd.stop()]);
        await Promise.all([sandbox.close(), rm(outDir, { recursive: true, force: true })]);
      },
    };
    return place;
  });
  return await Promise.all(places);
}
