import { fileURLToPath } from "node:url";
import { type Bundle, bundle } from "../../../../scripts/bundle.ts";

const HOME = fileURLToPath(new URL("../..", import.meta.url));
const BUNDLES = [
  ["only minting", `export { createCaller, createClientSecret } from "@plastiq-connect/core";`, ["browser"]],
  ["the whole client", `export { createClient } from "@plastiq-connect/core";`, ["browser"]],
  [
    "a Worker with the mint endpoint",
    `export { createCaller, mintEndpoint } from "@plastiq-connect/cloudflare";`,
    ["workerd", "worker"],
  ],
] as const;

/** Returns the size of each bundle, minified and compressed with brotli. */
export async function bundleSizes(): Promise<(Bundle & { readonly name: string })[]> {
  return Promise.all(
    BUNDLES.map(async ([name, source, conditions]) => ({ name, ...(await bundle(source, HOME, conditions)) })),
  );
}
