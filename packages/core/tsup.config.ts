import { library } from "../../tsup.base.ts";

/**
 * ofetch goes into the build itself, without what only its unused options need: `destr` parses JSON, `ufo` joins base
 * URLs and queries, and the transport asks for neither. See docs/decisions/2026-11-23-ofetch-inside-the-build.md.
 */
const unusedParts = {
  name: "unused-parts-of-ofetch",
  setup(build: {
    onResolve(on: { filter: RegExp }, resolve: (found: { path: string }) => object): void;
    onLoad(on: { filter: RegExp; namespace: string }, load: () => object): void;
  }): void {
    build.onResolve({ filter: /^(?:ufo|destr)$/ }, ({ path }) => ({ path, namespace: "unused" }));
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
