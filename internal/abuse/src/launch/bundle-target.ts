import { fileURLToPath } from "node:url";
import { bundleWorker } from "runtimes/bundle-worker";

/** The date that the Worker's platform behaves as of. */
export const COMPATIBILITY_DATE = "2026-01-01";

/** The compatibility flag that tells the Worker when a client goes away. */
export const COMPATIBILITY_FLAGS = ["enable_request_signal"];

/** The Worker's code. */
export function bundleTarget(): Promise<string> {
  return bundleWorker({ file: fileURLToPath(new URL("../targets/worker.ts", import.meta.url)) });
}
