import { fileURLToPath } from "node:url";
import { bundleWorker } from "runtimes/bundle-worker";

const HERE = fileURLToPath(new URL("..", import.meta.url));

/** Bundles a Worker's source, as if it were a file of this package. */
export function bundleSource(text: string): Promise<string> {
  return bundleWorker({ text, resolveDir: HERE });
}
