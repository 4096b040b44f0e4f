import { buildAssets } from "sandbox-inspector/build-assets";
import { library } from "../../tsup.base.ts";

interface Build {
  onLoad(on: { filter: RegExp }, load: () => Promise<{ contents: string }>): void;
  onEnd(check: () => void): void;
}

/** Puts the inspector's page into the package as text: the published code bundles nothing and reads no file. */
const inspectorAssets = {
  name: "inspector-assets",
  setup(build: Build): void {
    let isIn = false;
    build.onLoad({ filter: /[\\/]inspector[\\/]src[\\/]assets\.ts$/ }, async () => {
      isIn = true;
      return { contents: `export const assets = Promise.resolve(${JSON.stringify(await buildAssets())});` };
    });
    build.onEnd(() => {
      if (!isIn) throw new Error("The inspector's page is not in the package: has its module moved?");
    });
  },
};

export default library(
  { esbuildPlugins: [inspectorAssets] },
  "src/index.ts",
  "src/server/index.ts",
  "src/control/index.ts",
  "src/msw/index.ts",
);
