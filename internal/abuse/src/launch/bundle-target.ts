import { fileURLToPath } from "node:url";
import { bundleWorker } from "runtimes/bundle-worker";

/** The Worker's compatibility date. */
export const COMPATIBILITY_DATE = "2026-01-01";

/** The compatibility flag that makes the Worker notice when a client disconnects. */
export const COMPATIBILITY_FLAGS = ["enable_request_signal"];

/** Returns the Worker's code. */
export function bundleTarget(): Promise<string> {
  return bundleWorker({ file: fileURLToPath(new URL("../targets/worker.ts", import.meta.url)) });
}
