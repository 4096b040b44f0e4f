import { startWorkerd } from "runtimes/workerd";
import { API_KEY } from "../parties.ts";
import { SETTINGS, type Settings } from "../targets/settings.ts";
import { bundleTarget, COMPATIBILITY_DATE, COMPATIBILITY_FLAGS } from "./bundle-target.ts";
import type { Launched } from "./launched.ts";

/** Starts the Worker in workerd alone. */
export async function launchWorkerd(settings: Settings): Promise<Launched> {
  let log = "";
  const worker = await startWorkerd(await bundleTarget(), {
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags: COMPATIBILITY_FLAGS,
    bindings: { PLASTIQ_API_KEY: API_KEY, [SETTINGS]: settings },
    onLog: (line) => {
      log += `${line}\n`;
    },
  });
  return { ...worker, log: () => log };
}
