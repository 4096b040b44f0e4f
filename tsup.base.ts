import { defineConfig, type Options } from "tsup";

/** The one place for build settings: every published package calls this, with its entry points and what is its own. */
export function library(own: Options, ...entry: string[]): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ["esm"],
    target: "es2023",
    platform: "neutral",
    dts: true,
    clean: true,
    sourcemap: true,
    treeshake: true,
    // Deno and Workers know these modules by no other name, and our checks of bundles look for it.
    removeNodeProtocol: false,
    ...own,
  });
}
