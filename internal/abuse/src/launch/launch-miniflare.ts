import { Miniflare } from "miniflare";
import { ALLOWED_MINTS, API_KEY } from "../parties.ts";
import { SETTINGS, type Settings } from "../targets/settings.ts";
import { bundleTarget, COMPATIBILITY_DATE, COMPATIBILITY_FLAGS } from "./bundle-target.ts";
import type { Launched } from "./launched.ts";

/** Starts the Worker in Miniflare's workerd, which has the platform's rate limiting binding. */
export async function launchMiniflare(settings: Settings): Promise<Launched> {
  let log = "";
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    handleStructuredLogs: ({ message }: { message: string }) => {
      log += `${message}\n`;
    },
    workers: [
      {
        config: {
          name: "worker",
          compatibilityDate: COMPATIBILITY_DATE,
          compatibilityFlags: COMPATIBILITY_FLAGS,
          env: {
            PLASTIQ_API_KEY: { type: "text", value: API_KEY },
            [SETTINGS]: { type: "json", value: { ...settings } },
            MINT_LIMITER: { type: "rate-limit", namespace: "1", simple: { limit: ALLOWED_MINTS, period: 60 } },
          },
          manifest: {
            mainModule: "index.js",
            modulesRoot: "/",
            modules: { "index.js": { type: "esm", contents: await bundleTarget() } },
          },
        },
      },
    ],
  });
  const { port } = await miniflare.ready;
  return { port: Number(port), log: () => log, close: () => miniflare.dispose() };
}
