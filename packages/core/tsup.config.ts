import { resolve } from "node:path";
import type { Options } from "tsup";
import { library } from "../../tsup.base.ts";

const ENTRIES = {
  index: "src/index.ts",
  adapter: "src/adapter.ts",
  "mint-endpoint": "src/mint-endpoint/index.ts",
  webhooks: "src/webhooks/index.ts",
  "pay-once": "src/pay-once/index.ts",
};
const entryFiles = new Set(Object.values(ENTRIES).map((file) => resolve(import.meta.dirname, file)));

// Node takes about a millisecond to load a module. Instead of many shared chunks, all code is in one file, and each
// entry is a list of names from it.
const namesOfLibrary: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "names-of-library",
  setup: (build) =>
    build.onResolve({ filter: /^\./ }, ({ importer }) =>
      entryFiles.has(importer) ? { path: "./library.js", external: true } : undefined,
    ),
};

export default [
  library({ entry: ["library.ts"], dts: false, clean: false }),
  library({ entry: ENTRIES, clean: ["!library.*"], esbuildPlugins: [namesOfLibrary] }),
];
