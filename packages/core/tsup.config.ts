import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { library } from "../../tsup.base.ts";

/**
 * ofetch goes into the build itself, without what only its unused options need: `destr` parses JSON, `ufo` joins base
 * URLs and queries, and the transport asks for neither. See docs/decisions/2026-11-23-ofetch-inside-the-build.md.
 */
const unusedParts = {
  name: "unused-parts-of-ofetch",
  setup(build: {
    onResolve(on: { filter: RegExp }, resolve: (found: { path: string }) => object): void;
    onLoad(on: { filter: RegExp; namespace: string }, load: (found: { path: string }) => object): void;
  }): void {
    build.onResolve({ filter: /^(?:ufo|destr)$/ }, ({ path }) => ({ path, namespace: "unused" }));
    // Its own default instance: we make ours.
    build.onLoad({ filter: /ofetch[\\/]dist[\\/]index\.mjs$/, namespace: "file" }, ({ path }) => {
      const [factory] = /^import \{ c as createFetch \} from .*$/m.exec(readFileSync(path, "utf8")) ?? [];
      if (!factory) throw new Error("ofetch's entry is not what it was: look at it again.");
      return { contents: `${factory}\nexport { createFetch };`, resolveDir: dirname(path) };
    });
    build.onLoad({ filter: /.*/, namespace: "unused" }, () => ({
      contents: `
        const unused = () => { throw new Error("The transport uses no option of ofetch that needs this."); };
        export default unused;
        export { unused as withBase, unused as withQuery };`,
    }));
  },
};

export default library(
  { noExternal: ["ofetch", "ufo", "destr"], esbuildPlugins: [unusedParts] },
  "src/index.ts",
  "src/mint-endpoint.ts",
);
