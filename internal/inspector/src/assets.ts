import { type Assets, buildAssets } from "./build-assets.ts";

/** The page's files. This is how it is from source: the build (tsup.config.ts) puts the texts in this module's place. */
export const assets: Promise<Assets> = buildAssets();
