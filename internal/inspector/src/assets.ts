import { type Assets, buildAssets } from "./build-assets.ts";

/** The page's files. The build (tsup.config.ts) replaces this module with their texts. */
export const assets: Promise<Assets> = buildAssets();
